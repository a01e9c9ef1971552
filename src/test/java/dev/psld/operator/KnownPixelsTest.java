package dev.psld.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks and the patterns that are drawn for them. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KnownPixelsTest {
    private static final Shape IMAGE = Shape.of(1, 3, 20, 31);

    @Test
    void known_pixels_come_through_bit_for_bit_and_missing_ones_are_zero() {
        Tensor mask = MaskPattern.random(IMAGE, 0.3, 8);
        Tensor x = OrtRun.uniform(IMAGE, 1);
        float[] y = OrtRun.measure(KnownPixels.of(IMAGE, mask, Lift.STABLE), x).toFloats();
        float[] wanted = x.toFloats();
        for (int i = 0; i < y.length; i++) {
            assertThat(y[i] + 0f).isEqualTo(mask.toFloats()[i % (20 * 31)] == 1 ? wanted[i] : 0f);
        }
    }

    @Test
    void one_graph_serves_any_mask() {
        MeasurementOperator operator = KnownPixels.of(IMAGE, MaskPattern.box(IMAGE, 5, 1), Lift.STABLE);
        Tensor other = MaskPattern.random(IMAGE, 0.5, 2);
        Map<String, Tensor> feeds = new HashMap<>(Map.of("x", OrtRun.uniform(IMAGE, 1), "mask", other));
        assertThat(OrtRun.run(operator.forward(), feeds).get("y"))
                .isEqualTo(OrtRun.measure(KnownPixels.of(IMAGE, other, Lift.STABLE), OrtRun.uniform(IMAGE, 1)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 1})
    void a_random_mask_misses_an_exact_count(double missing) {
        float[] mask = MaskPattern.random(IMAGE, missing, 4).toFloats();
        long zeros = 0;
        for (float m : mask) {
            zeros += m == 0 ? 1 : 0;
        }
        assertThat(zeros).isEqualTo(Math.round(missing * 20 * 31));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20})
    void a_box_is_one_square_of_zeros_inside(int side) {
        for (long seed = 0; seed < 20; seed++) {
            float[] mask = MaskPattern.box(IMAGE, side, seed).toFloats();
            int[] holes = java.util.stream.IntStream.range(0, mask.length)
                    .filter(i -> mask[i] == 0)
                    .toArray();
            assertThat(holes).hasSize(side * side);
            int[] columns =
                    Arrays.stream(holes).map(i -> i % 31).sorted().distinct().toArray();
            assertThat(columns).hasSize(side);
            assertThat(columns[side - 1] - columns[0]).isEqualTo(side - 1);
        }
        assertThat(MaskPattern.box(IMAGE, 7, 1)).isEqualTo(MaskPattern.box(IMAGE, 7, 1));
        assertThat(MaskPattern.box(IMAGE, 7, 1)).isNotEqualTo(MaskPattern.box(IMAGE, 7, 2));
    }

    @Test
    void unusable_masks_are_refused() {
        assertThatThrownBy(() ->
                        KnownPixels.of(IMAGE, Tensor.filled(ElementType.FLOAT, Shape.of(1, 1, 20, 30), 1), Lift.STABLE))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("[1×1×20×31]");
        assertThatThrownBy(() -> KnownPixels.of(
                        IMAGE, Tensor.filled(ElementType.FLOAT, Shape.of(1, 1, 20, 31), 0.5), Lift.STABLE))
                .hasMessageContaining("threshold");
        assertThatThrownBy(() -> MaskPattern.box(IMAGE, 21, 1)).hasMessageContaining("does not fit");
        assertThatThrownBy(() -> MaskPattern.random(IMAGE, 1.2, 1)).hasMessageContaining("from 0 to 1");
    }
}
