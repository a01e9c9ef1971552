package dev.psld.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Blurs of large planes against the dense matrices that small ones have. */
class ReflectedBlurTest {
    private static double[] random(int n, long seed) {
        return new SplittableRandom(seed).doubles(n, -1, 1).toArray();
    }

    @Test
    void a_large_image_is_blurred_as_a_small_one_is() {
        int height = 385;
        int width = 30;
        Shape image = Shape.of(1, 3, height, width);
        double[] kernel = GaussianBlur.kernel(1.7, 15);
        float[] x = new float[Math.toIntExact(image.size())];
        double[] values = random(x.length, 1);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) values[i];
        }
        MeasurementOperator large = GaussianBlur.of(image, 1.7, Lift.STABLE);
        MeasurementOperator small = GaussianBlur.of(image, 1.7, Lift.REGULARISED);
        assertThat(large.forward().nodes()).extracting(node -> node.op()).contains("Conv");
        assertThat(small.forward().nodes()).extracting(node -> node.op()).contains("MatMul");
        double[] expected = OrtRun.measure(small, Tensor.floats(image, x)).toDoubles();
        assertThat(OrtRun.measure(large, Tensor.floats(image, x)).toDoubles()).containsExactly(expected, within(1e-5));
        double[] plane = random(height * width, 2);
        assertThat(ReflectedBlur.separable(height, width, kernel).apply(plane))
                .containsExactly(small.plane().orElseThrow().apply(plane), within(1e-12));
    }

    @Test
    void a_large_image_is_moved_as_a_small_one_is() {
        Shape image = Shape.of(1, 3, 20, 400);
        Tensor kernel = MotionKernel.random(9, 0.5, 4);
        float[] x = new float[Math.toIntExact(image.size())];
        double[] values = random(x.length, 3);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) values[i];
        }
        MeasurementOperator large = MotionBlur.of(image, kernel, Lift.STABLE);
        assertThat(large.forward().nodes()).extracting(node -> node.op()).contains("Conv");
        MeasurementOperator spectral = new MeasurementOperator(
                "spectral",
                Spectral.correlation(image, kernel.shape()),
                large.lift(),
                false,
                large.parameters(),
                large.plane());
        assertThat(OrtRun.measure(large, Tensor.floats(image, x)).toDoubles())
                .containsExactly(
                        OrtRun.measure(spectral, Tensor.floats(image, x)).toDoubles(), within(1e-5));
    }

    @Test
    void the_step_is_that_of_the_singular_values() {
        int height = 60;
        int width = 77;
        double[] kernel = GaussianBlur.kernel(1.2, 11);
        LinearMap closed = GaussianBlur.of(Shape.of(1, 1, height, width), 1.2, Lift.STABLE)
                .plane()
                .orElseThrow();
        double[] y = random(height * width, 5);
        double[] v = random(height * width, 6);
        for (double weight : List.of(1e-2, 0.1, 2.0)) {
            double[] found = ReflectedBlur.separable(height, width, kernel)
                    .proximal(1e-8, 300)
                    .step(y, v, weight);
            double[] expected = closed.proximal().step(y, v, weight);
            double worst = 0;
            double largest = 0;
            for (int i = 0; i < y.length; i++) {
                worst = Math.max(worst, Math.abs(found[i] - expected[i]));
                largest = Math.max(largest, Math.abs(expected[i]));
            }
            assertThat(worst / largest).as("weight " + weight).isLessThan(1e-5);
        }
    }

    @Test
    void transforms_give_what_sums_give() {
        double[] kernel = random(7 * 11, 7);
        LinearMap sums = new Correlation(23, 31, kernel, 7, 11);
        LinearMap transforms = new FourierCorrelation(23, 31, kernel, 7, 11);
        double[] x = random(23 * 31, 8);
        assertThat(transforms.apply(x)).containsExactly(sums.apply(x), within(1e-12));
        assertThat(transforms.adjoint(x)).containsExactly(sums.adjoint(x), within(1e-12));
    }
}
