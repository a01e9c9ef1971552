package dev.psld.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Motion kernels: drawn by a seed, or made from a picture. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MotionKernelTest {

    @ParameterizedTest
    @CsvSource({"1,0.5,1", "2,0.5,1", "15,0,1", "15,1,2", "61,0.5,42", "121,0.5,3"})
    void a_drawn_kernel_is_a_centred_mean(int size, double intensity, long seed) {
        Tensor kernel = MotionKernel.random(size, intensity, seed);
        int side = size | 1;
        assertThat(kernel.shape()).isEqualTo(Shape.of(1, 1, side, side));
        double[] weights = kernel.toDoubles();
        assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-5));
        assertThat(Arrays.stream(weights).min().orElseThrow()).isNotNegative();
        double x = 0;
        double y = 0;
        for (int i = 0; i < weights.length; i++) {
            x += weights[i] * (i % side - side / 2);
            y += weights[i] * (i / side - side / 2);
        }
        assertThat(Math.hypot(x, y)).as("centroid").isLessThan(1e-3);
        assertThat(MotionKernel.random(size, intensity, seed)).isEqualTo(kernel);
    }

    @Test
    void another_seed_draws_another_path() {
        assertThat(MotionKernel.random(15, 0.5, 1)).isNotEqualTo(MotionKernel.random(15, 0.5, 2));
    }

    @Test
    void without_intensity_the_path_is_straight() {
        double[] weights = MotionKernel.random(31, 0, 9).toDoubles();
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < weights.length; i++) {
            double x = i % 31 - 15;
            double y = i / 31 - 15;
            xx += weights[i] * x * x;
            xy += weights[i] * x * y;
            yy += weights[i] * y * y;
        }
        double thin = (xx + yy - Math.sqrt((xx - yy) * (xx - yy) + 4 * xy * xy)) / 2;
        assertThat(thin).as("variance across the line").isLessThan(0.5);
        assertThat(xx + yy - thin).as("variance along it").isGreaterThan(20);
    }

    @Test
    void a_pictures_grey_values_become_weights_with_odd_sides() {
        Tensor kernel = MotionKernel.normalised(new Tensor(
                ElementType.UINT8, Shape.of(2, 3), java.nio.ByteBuffer.wrap(new byte[] {0, -1, 0, 0, -1, 0})));
        assertThat(kernel).isEqualTo(Tensor.floats(Shape.of(1, 1, 3, 3), 0, 0.5f, 0, 0, 0.5f, 0, 0, 0, 0));
    }

    @Test
    void impossible_kernels_are_refused() {
        assertThatThrownBy(() -> MotionKernel.random(0, 0.5, 1)).hasMessageContaining("size from 1");
        assertThatThrownBy(() -> MotionKernel.random(9, 1.5, 1)).hasMessageContaining("intensity from 0 to 1");
        assertThatThrownBy(() -> MotionKernel.normalised(Tensor.floats(Shape.of(1, 2), 0, 0)))
                .hasMessageContaining("all black");
        assertThatThrownBy(() -> MotionKernel.normalised(Tensor.floats(Shape.of(1, 2), 1, -1)))
                .hasMessageContaining("at least 0");
        assertThatThrownBy(() -> MotionKernel.normalised(Tensor.filled(ElementType.FLOAT, Shape.of(3, 2, 2), 1)))
                .hasMessageContaining("one channel");
        assertThatThrownBy(() -> MotionBlur.of(Operators.EVEN, Tensor.floats(Shape.of(1, 1, 1, 2), 1, 1), Lift.STABLE))
                .hasMessageContaining("odd sides");
    }
}
