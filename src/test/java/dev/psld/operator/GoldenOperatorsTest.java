package dev.psld.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators against SciPy, Pillow and NumPy. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GoldenOperatorsTest {
    private static final double ROUNDING = 1e-6;

    static Stream<JsonNode> gaussian() {
        return Golden.cases("gaussian");
    }

    static Stream<JsonNode> gaussianKernels() {
        return Golden.cases("gaussian_kernels");
    }

    static Stream<JsonNode> bicubic() {
        return Golden.cases("bicubic");
    }

    static Stream<JsonNode> pillow() {
        return Golden.cases("pillow");
    }

    static Stream<JsonNode> blur() {
        return Golden.cases("blur");
    }

    static Stream<JsonNode> average() {
        return Golden.cases("average");
    }

    @ParameterizedTest
    @MethodSource("gaussian")
    void gaussian_blur_is_SciPys(JsonNode golden) {
        agrees(GaussianBlur.of(image(golden), golden.get("sigma").asDouble(), Lift.STABLE), golden);
    }

    @ParameterizedTest
    @MethodSource("gaussianKernels")
    void kernels_are_SciPys_filter_of_an_impulse(JsonNode golden) {
        double[] kernel = GaussianBlur.kernel(
                golden.get("sigma").asDouble(), golden.get("size").asInt());
        assertThat(kernel).containsExactly(Golden.doubles(golden.get("kernel")), within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("bicubic")
    void bicubic_mirrors_its_borders(JsonNode golden) {
        agrees(Bicubic.of(image(golden), golden.get("k").asInt(), Lift.STABLE), golden);
    }

    @ParameterizedTest
    @MethodSource("pillow")
    void bicubic_is_Pillows_away_from_the_border(JsonNode golden) {
        Shape image = image(golden);
        Tensor got = OrtRun.measure(
                Bicubic.of(image, golden.get("k").asInt(), Lift.STABLE),
                Golden.tensor(golden.get("shape"), golden.get("x")));
        Tensor want = Golden.tensor(golden.get("measured"), golden.get("y"));
        int height = (int) want.shape().dim(2);
        int width = (int) want.shape().dim(3);
        for (int y = 2; y < height - 2; y++) {
            for (int x = 2; x < width - 2; x++) {
                assertThat(got.toDoubles()[y * width + x]).isCloseTo(want.toDoubles()[y * width + x], within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("blur")
    void blur_by_a_kernel_is_SciPys_correlation(JsonNode golden) {
        Tensor kernel = Golden.tensor(
                golden.get("kernel").get("shape"), golden.get("kernel").get("values"));
        agrees(MotionBlur.of(image(golden), kernel, Lift.STABLE), golden);
    }

    @ParameterizedTest
    @MethodSource("average")
    void averages_are_block_means(JsonNode golden) {
        agrees(AveragePool.of(image(golden), golden.get("k").asInt()), golden);
    }

    private static Shape image(JsonNode golden) {
        return Golden.shape(golden.get("shape"));
    }

    private static void agrees(MeasurementOperator operator, JsonNode golden) {
        Tensor got = OrtRun.measure(operator, Golden.tensor(golden.get("shape"), golden.get("x")));
        assertThat(OrtRun.error(got, Golden.tensor(golden.get("measured"), golden.get("y"))))
                .isLessThan(ROUNDING);
    }
}
