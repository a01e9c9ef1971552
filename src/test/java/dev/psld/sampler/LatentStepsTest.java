package dev.psld.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.operator.Identity;
import dev.psld.operator.KnownPixels;
import dev.psld.operator.Lift;
import dev.psld.operator.Measurement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The methods with latents that do not glue, where prior and posterior are Gaussian. */
class LatentStepsTest {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.of("scaled-linear", 0.0015, 0.0195, 1000);
    private static final int N = 600;
    private static final double SIGMA = 0.3;

    /** Every number has the prior N(0.5, 0.64); those in even places are measured, as 2. */
    private static GaussianChain chain() {
        double[] mu = new double[N];
        double[] variance = new double[N];
        Arrays.fill(mu, 0.5);
        Arrays.fill(variance, 0.64);
        double[][] a = new double[N / 2][N];
        double[] y = new double[N / 2];
        for (int i = 0; i < y.length; i++) {
            a[i][2 * i] = 1;
            y[i] = 2;
        }
        return new GaussianChain(mu, variance, a, y, 0, 1, false, false);
    }

    private static Settings settings(Method method, int steps, double omega) {
        return new Settings(
                method, Mode.STABLE, steps, 0, omega, 0, 0.5, 0.99, 0, 1, 0, Settings.NOISE_FLOOR, false, SIGMA, 7);
    }

    private static float[] drawn(StepEngine engine, Settings settings) {
        return new Sampler(SCHEDULE, settings)
                .sample(engine, Optional.empty(), NoiseSource.of(7), StepListener.NONE)
                .latent();
    }

    /** Mean and standard deviation of every other number, from a place on. */
    private static double[] moments(float[] z, int from) {
        double mean = 0;
        double square = 0;
        for (int i = from; i < z.length; i += 2) {
            mean += z[i] / (z.length / 2.0);
            square += (double) z[i] * z[i] / (z.length / 2.0);
        }
        return new double[] {mean, Math.sqrt(square - mean * mean)};
    }

    private static StepEngine engine(Settings settings) {
        return LatentSteps.of(
                chain(),
                settings,
                new Measurement(Identity.of(Shape.of(1, 3, 1, 1)), new float[3]),
                Optional.empty(),
                1);
    }

    @Test
    void latent_daps_draws_from_about_the_gaussian_posterior() {
        Settings settings = settings(Method.LATENT_DAPS, 60, 0);
        float[] z = drawn(engine(settings), settings);
        double posterior = 0.64 / (0.64 + SIGMA * SIGMA);
        double mean = 0.5 + posterior * (2 - 0.5);
        double deviation = Math.sqrt(posterior) * SIGMA;
        assertThat(moments(z, 0)[0]).as("measured").isCloseTo(mean, within(0.1));
        assertThat(moments(z, 0)[1]).isBetween(0.5 * deviation, 1.5 * deviation);
        assertThat(moments(z, 1)[0]).as("not measured").isCloseTo(0.5, within(0.15));
        assertThat(moments(z, 1)[1]).isBetween(0.5, 1.0);
    }

    @Test
    void fast_moves_what_is_measured_towards_the_measurement_and_leaves_the_rest_to_the_prior() {
        double[] means = new double[3];
        double[] omegas = {0, 0.03, 0.3};
        for (int i = 0; i < 3; i++) {
            Settings settings = settings(Method.FAST, 28, omegas[i]);
            float[] z = drawn(engine(settings), settings);
            means[i] = moments(z, 0)[0];
            assertThat(moments(z, 1)[0]).as("not measured").isCloseTo(0.5, within(0.15));
            assertThat(moments(z, 1)[1]).isBetween(0.6, 0.9);
        }
        assertThat(means[0]).isCloseTo(0.5, within(0.15));
        assertThat(means[1]).isBetween(0.6, means[2]);
        assertThat(means[2]).isBetween(1.5, 2.1);
    }

    @Test
    void sd_blend_ends_with_the_known_latents_and_samples_of_the_prior_elsewhere() {
        Shape image = Shape.of(1, 3, 20, 40);
        float[] mask = new float[800];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i % 40 < 16 || i == 39 ? 1 : 0; // a single known pixel of a cell does not make it known
        }
        Measurement measurement = new Measurement(
                KnownPixels.of(image, Tensor.floats(image.with(1, 1), mask), Lift.STABLE), new float[2400]);
        boolean[] known = BlendedStep.known(measurement, 3 * 200, 3);
        assertThat(known[7]).isTrue();
        assertThat(known[8]).isFalse();
        assertThat(known[19]).isFalse();
        assertThat(known[400]).as("every channel").isTrue();
        float[] guess = new float[N];
        Arrays.fill(guess, -1);
        Settings settings = settings(Method.SD_BLEND, 40, 0);
        StepEngine engine = LatentSteps.of(chain(), settings, measurement, Optional.of(guess), 3);
        float[] z = drawn(engine, settings);
        double sum = 0;
        int count = 0;
        for (int i = 0; i < z.length; i++) {
            if (known[i]) {
                assertThat(z[i]).isEqualTo(-1);
            } else {
                sum += z[i];
                count++;
            }
        }
        assertThat(sum / count).isCloseTo(0.5, within(0.15));
        assertThatThrownBy(() ->
                        BlendedStep.known(new Measurement(Identity.of(Shape.of(1, 3, 1, 1)), new float[3]), 3, 3))
                .hasMessageContaining("fills missing pixels");
    }

    @Test
    void they_go_on_from_a_step_to_the_same_numbers() {
        for (Method method : List.of(Method.FAST, Method.LATENT_DAPS)) {
            Settings settings = settings(method, 5, 0.1);
            Sampler sampler = new Sampler(SCHEDULE, settings);
            List<StepReport> heard = new ArrayList<>();
            float[] whole = sampler.sample(engine(settings), Optional.empty(), NoiseSource.of(7), heard::add)
                    .latent();
            SamplerState state = new SamplerState(3, heard.get(2).latent());
            float[] rest = sampler.sample(
                            engine(settings),
                            Optional.empty(),
                            Optional.of(state),
                            NoiseSource.of(7),
                            StepListener.NONE)
                    .latent();
            assertThat(rest).as(method.word()).isEqualTo(whole);
        }
    }
}
