package dev.psld.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrechetDistanceTest {
    /** Of distributions along the same axes it is the sum of (μ₁ − μ₂)² + (σ₁ − σ₂)² of each. */
    @Test
    void along_common_axes_it_is_that_of_each_axis() {
        List<float[]> one = cross(1, 2, 0, 0, 0);
        List<float[]> other = cross(3, 0.5, 1, -2, 0);
        double factor = Math.sqrt(2.0 / 3); // the sample's deviation of {±a, ±b} along each axis
        double right = 1 + 4 + Math.pow(factor * (1 - 3), 2) + Math.pow(factor * (2 - 0.5), 2);
        assertThat(FrechetDistance.of(one, other)).isCloseTo(right, within(1e-6));
        assertThat(FrechetDistance.of(one, one)).isCloseTo(0, within(1e-9));
        List<float[]> turned = cross(1, 2, 0, 0, 0.7);
        List<float[]> also = cross(3, 0.5, 0, 0, 0.7);
        assertThat(FrechetDistance.of(turned, also)).isCloseTo(right - 5, within(1e-5));
    }

    /** Fewer vectors than numbers in each leave a covariance without full rank. */
    @Test
    void few_vectors_have_a_distance_too() {
        SplittableRandom random = new SplittableRandom(4);
        List<float[]> one = new ArrayList<>();
        List<float[]> other = new ArrayList<>();
        for (int k = 0; k < 6; k++) {
            float[] a = new float[20];
            float[] b = new float[20];
            for (int i = 0; i < a.length; i++) {
                a[i] = (float) random.nextGaussian();
                b[i] = a[i] + 2;
            }
            one.add(a);
            other.add(b);
        }
        assertThat(FrechetDistance.of(one, other)).isCloseTo(20 * 4, within(1e-3));
    }

    private static List<float[]> cross(double a, double b, double x, double y, double angle) {
        List<float[]> points = new ArrayList<>();
        for (double[] p : new double[][] {{a, 0}, {-a, 0}, {0, b}, {0, -b}}) {
            points.add(new float[] {
                (float) (x + Math.cos(angle) * p[0] - Math.sin(angle) * p[1]),
                (float) (y + Math.sin(angle) * p[0] + Math.cos(angle) * p[1])
            });
        }
        return points;
    }
}
