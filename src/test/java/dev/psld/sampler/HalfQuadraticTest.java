package dev.psld.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HalfQuadraticTest {
    private static final double NOISE = 0.3;

    /** x ~ N(μ, s²), y = a x + n for each number: the posterior's mean is known. */
    @Test
    void it_ends_at_the_posterior_mean_of_a_gaussian_prior() {
        double[] a = {1, 0.4, 0, 2};
        double[] mu = {0.2, -0.5, 0.7, 0};
        double[] s = {0.5, 1, 0.3, 0.8};
        double[] y = {0.9, 0.3, 5, -1};
        DataFit fit = (v, rho) -> {
            float[] x = new float[a.length];
            for (int i = 0; i < a.length; i++) {
                double precision = a[i] * a[i] / (NOISE * NOISE);
                x[i] = (float) ((a[i] * y[i] / (NOISE * NOISE) + rho * v[i]) / (precision + rho));
            }
            return x;
        };
        Denoiser denoiser = (v, sigma) -> {
            float[] x = new float[a.length];
            for (int i = 0; i < a.length; i++) {
                x[i] = (float) ((s[i] * s[i] * v[i] + sigma * sigma * mu[i]) / (s[i] * s[i] + sigma * sigma));
            }
            return x;
        };
        float[] z = new HalfQuadratic(3000, 1, 0.02, 1).restore(new float[4], fit, denoiser, (k, of, x) -> {});
        for (int i = 0; i < a.length; i++) {
            double gain = a[i] * s[i] * s[i] / (a[i] * a[i] * s[i] * s[i] + NOISE * NOISE);
            assertThat(z[i]).isCloseTo((float) (mu[i] + gain * (y[i] - a[i] * mu[i])), within(5e-3f));
        }
    }

    @Test
    void levels_fall_in_equal_factors_and_every_step_is_heard() {
        HalfQuadratic pnp = new HalfQuadratic(3, 0.4, 0.1, 0.23);
        assertThat(pnp.levels()).hasSize(3);
        assertThat(pnp.levels().get(0)).isEqualTo(0.4);
        assertThat(pnp.levels().get(1)).isCloseTo(0.2, within(1e-12));
        assertThat(pnp.levels().get(2)).isCloseTo(0.1, within(1e-12));
        List<Integer> heard = new ArrayList<>();
        pnp.restore(new float[1], (v, rho) -> v, (v, sigma) -> v, (k, of, x) -> heard.add(k));
        assertThat(heard).containsExactly(1, 2, 3);
    }

    @Test
    void numbers_that_are_none_end_it_at_their_step() {
        HalfQuadratic pnp = new HalfQuadratic(3, 0.4, 0.1, 0.23);
        assertThatExceptionOfType(DivergedException.class)
                .isThrownBy(() -> pnp.restore(
                        new float[1], (v, rho) -> v, (v, sigma) -> new float[] {Float.NaN}, (k, of, x) -> {}))
                .withMessageContaining("step 1 of 3");
    }
}
