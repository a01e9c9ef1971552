package dev.psld.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.psld.operator.Custom;
import dev.psld.operator.Identity;
import dev.psld.operator.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HalfQuadraticTest {
    private final PictureSolverCase gaussian = new PictureSolverCase(4);

    @Test
    void it_ends_at_the_posterior_mean_of_a_gaussian_prior() {
        PictureSettings settings = PictureSolverCase.settings(Method.PNP, 3000, 1, 0.02, 0);
        Sample sample = new HalfQuadratic(PictureSolverCase::denoised, settings)
                .solve(gaussian.problem(), NoiseSource.of(7), StepListener.NONE);
        for (int i = 0; i < sample.picture().length; i++) {
            assertThat((double) sample.picture()[i]).isCloseTo(gaussian.mean(i), within(5e-3));
        }
    }

    @Test
    void levels_fall_in_equal_factors_to_the_noise_of_the_measurement() {
        PictureSettings settings = new PictureSettings(Method.PNP, 3, 0.4, 0.01, 0.5, 0.23, 0, 1e-3, 0.2, 7);
        assertThat(settings.levels()).containsExactly(new double[] {0.4, 0.2, 0.1}, within(1e-12));
        assertThat(settings.withSteps(1).levels()).containsExactly(0.1);
        assertThat(settings.withSigma(2).levels()).as("never rising").containsExactly(1, 1, 1);
    }

    @Test
    void it_goes_on_from_a_step_to_the_same_numbers() {
        PictureSettings settings = PictureSolverCase.settings(Method.PNP, 6, 1, 0.1, 0);
        HalfQuadratic pnp = new HalfQuadratic(PictureSolverCase::denoised, settings);
        List<SamplerState> heard = new ArrayList<>();
        Sample whole = pnp.solve(
                gaussian.problem(),
                NoiseSource.of(7),
                report -> heard.add(
                        new SamplerState(report.step(), report.latent().clone())));
        assertThat(heard).extracting(SamplerState::step).containsExactly(1, 2, 3, 4, 5, 6);
        for (int step : new int[] {2, 6}) {
            SamplerState state = heard.get(step - 1);
            Sample rest = pnp.solve(gaussian.problem(state), NoiseSource.of(7), StepListener.NONE);
            assertThat(rest.picture()).isEqualTo(whole.picture());
            assertThat(rest.residual()).isEqualTo(whole.residual());
        }
    }

    @Test
    void poses_go_round_from_step_to_step_also_where_it_goes_on() {
        List<List<Pose>> seen = new ArrayList<>();
        Denoiser watching = new Denoiser() {
            @Override
            public float[] denoise(float[] noisy, double sigma) {
                return noisy.clone();
            }

            @Override
            public float[] denoiseGiven(float[] noisy, double sigma, List<Pose> poses) {
                seen.add(poses);
                return noisy;
            }
        };
        PictureSettings settings =
                PictureSolverCase.settings(Method.PNP, 9, 1, 0.1, 0).withPoses(2);
        new HalfQuadratic(watching, settings).solve(gaussian.problem(), NoiseSource.of(7), StepListener.NONE);
        assertThat(seen).hasSize(9).allMatch(poses -> poses.size() == 2);
        assertThat(seen.subList(0, 4).stream().flatMap(List::stream).distinct()).hasSize(8);
        assertThat(seen.get(4)).isEqualTo(seen.get(0));
        List<List<Pose>> all = List.copyOf(seen);
        seen.clear();
        float[] start = gaussian.problem().start();
        new HalfQuadratic(watching, settings)
                .solve(gaussian.problem(new SamplerState(3, start)), NoiseSource.of(7), StepListener.NONE);
        assertThat(seen).isEqualTo(all.subList(3, 9));
        assertThat(settings.networkCalls()).isEqualTo(18);
    }

    @Test
    void numbers_that_are_none_end_it_at_their_step() {
        PictureSettings settings = PictureSolverCase.settings(Method.PNP, 3, 1, 0.1, 0);
        HalfQuadratic pnp = new HalfQuadratic(
                (v, sigma) -> {
                    v[0] = Float.NaN;
                    return v;
                },
                settings);
        assertThatExceptionOfType(DivergedException.class)
                .isThrownBy(() -> pnp.solve(gaussian.problem(), NoiseSource.of(7), StepListener.NONE))
                .withMessageContaining("step 1 of 3");
    }

    @Test
    void an_operator_that_is_only_a_graph_is_refused() {
        Measurement plain = gaussian.problem().measurement();
        Measurement custom = new Measurement(
                Custom.of(
                        plain.operator().imageShape(),
                        Identity.of(plain.operator().imageShape()).forward(),
                        Optional.empty()),
                new float[48]);
        HalfQuadratic pnp =
                new HalfQuadratic(PictureSolverCase::denoised, PictureSolverCase.settings(Method.PNP, 3, 1, 0.1, 0));
        assertThatThrownBy(() -> pnp.solve(
                        new InverseProblem(custom, gaussian.problem().guess()), NoiseSource.of(7), StepListener.NONE))
                .isInstanceOf(UnsuitableOperatorException.class)
                .hasMessageContaining("known by its graph alone")
                .hasMessageContaining("psld, gml-dps");
    }
}
