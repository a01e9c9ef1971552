package dev.psld.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.psld.graph.Shape;
import dev.psld.operator.Lift;
import dev.psld.operator.Measurement;
import dev.psld.operator.MotionBlur;
import dev.psld.operator.MotionKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The methods on pictures that others are compared with, beside the same in NumPy and in closed form. */
class PictureMethodsTest {
    private final GoldenMethods golden = GoldenMethods.read();

    /** The denoiser of the reference, with its pullback. */
    private static final class Net implements PullableDenoiser {
        private float[] seen = new float[0];
        private double at;

        @Override
        public float[] denoise(float[] noisy, double sigma) {
            seen = noisy.clone();
            at = sigma;
            return GoldenMethods.denoise(noisy, sigma);
        }

        @Override
        public float[] pull(float[] cotangent) {
            float[] pulled = new float[cotangent.length];
            for (int i = 0; i < pulled.length; i++) {
                double cosh = Math.cosh(seen[i] / (0.2 + at));
                pulled[i] = (float) ((0.6 / (1 + at * at) + 0.3 / (0.2 + at) / (cosh * cosh)) * cotangent[i]);
            }
            return pulled;
        }
    }

    /** The posterior's mean of PictureSolverCase, with its pullback. */
    private static final class Gaussian implements PullableDenoiser {
        private double slope;

        @Override
        public float[] denoise(float[] noisy, double sigma) {
            slope = PictureSolverCase.S
                    * PictureSolverCase.S
                    / (PictureSolverCase.S * PictureSolverCase.S + sigma * sigma);
            return PictureSolverCase.denoised(noisy, sigma);
        }

        @Override
        public float[] pull(float[] cotangent) {
            return Vectors.scale(slope, cotangent);
        }
    }

    private static Solver solver(Method method, PullableDenoiser net, PictureSettings settings) {
        return switch (method) {
            case PNP_ADMM -> new PlugAndPlayAdmm(net, settings);
            case DDRM -> new Ddrm(net, settings);
            case SCORE_SDE -> new ScoreSde(net, settings);
            case DPS -> new DiffusionPosteriorSampling(net, settings);
            case MCG -> new ManifoldConstrainedGradient(net, settings);
            default -> throw new AssertionError(method);
        };
    }

    private void compare(Method method, double zeta, Function<GoldenMethods.Made, Optional<double[]>> expected) {
        int compared = 0;
        for (GoldenMethods.Case one : golden.cases()) {
            Optional<double[]> picture = expected.apply(one.made());
            if (picture.isPresent()) {
                Sample made = solver(method, new Net(), golden.settings(method, 0.8, zeta, one.sigma()))
                        .solve(golden.problem(one), golden.noise(), StepListener.NONE);
                assertThat(GoldenMethods.worst(made.picture(), picture.get()))
                        .as(one.operator() + " with σ " + one.sigma())
                        .isLessThan(1e-4);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(1);
    }

    @Test
    void steps_of_pnp_admm_are_those_of_numpy() {
        compare(Method.PNP_ADMM, 0, made -> Optional.ofNullable(made.pnpAdmm()));
    }

    @Test
    void steps_of_ddrm_are_those_of_numpy() {
        compare(Method.DDRM, 0.7225, made -> Optional.of(made.ddrm()));
    }

    @Test
    void steps_of_score_sde_are_those_of_numpy() {
        compare(Method.SCORE_SDE, 0.7, made -> Optional.of(made.scoreSde()));
    }

    @Test
    void steps_of_dps_are_those_of_numpy() {
        compare(Method.DPS, 0.7, made -> Optional.ofNullable(made.dps()));
    }

    @Test
    void steps_of_mcg_are_those_of_numpy() {
        compare(Method.MCG, 0.7, made -> Optional.ofNullable(made.mcg()));
    }

    @Test
    void pnp_admm_ends_at_the_posterior_mean_of_a_gaussian_prior() {
        PictureSolverCase gaussian = new PictureSolverCase(4);
        Sample sample = solver(
                        Method.PNP_ADMM, new Gaussian(), PictureSolverCase.settings(Method.PNP_ADMM, 400, 0.3, 0.3, 0))
                .solve(gaussian.problem(), NoiseSource.of(7), StepListener.NONE);
        for (int i = 0; i < sample.picture().length; i++) {
            assertThat((double) sample.picture()[i]).isCloseTo(gaussian.mean(i), within(1e-4));
        }
    }

    /** With no noise in y the blocks' means are y's, and each pixel's mean is that of the prior given its block's. */
    @ParameterizedTest
    @EnumSource(names = {"DDRM", "SCORE_SDE", "MCG"})
    void without_noise_the_result_agrees_with_the_measurement_and_spreads_as_the_prior_does(Method method) {
        PictureSolverCase gaussian = new PictureSolverCase(40);
        PictureSettings settings =
                new PictureSettings(method, 300, 20, 0.002, 0, method == Method.MCG ? 1e-3 : 1, 1, 1e-6, 0, 7);
        Sample sample = solver(method, new Gaussian(), settings)
                .solve(gaussian.problem(), NoiseSource.of(7), StepListener.NONE);
        assertThat(sample.residual()).isLessThan(1e-6);
        float[] y = gaussian.problem().measurement().y();
        double square = 0;
        for (int i = 0; i < sample.picture().length; i++) {
            int block = i / 1600 * 400 + i % 1600 / 40 / 2 * 20 + i % 40 / 2;
            double off = sample.picture()[i] - y[block]; // three of four degrees of freedom are the prior's
            square += off * off / sample.picture().length;
        }
        double prior = PictureSolverCase.S * Math.sqrt(0.75);
        // DDRM's step takes the spread of the picture under the noise for the noise itself, as DiffPIR's does.
        assertThat(Math.sqrt(square)).isBetween(method == Method.DDRM ? 0.6 * prior : 0.9 * prior, 1.1 * prior);
    }

    /** λ small and steps many, its pull on the mean is in the right direction and never beyond the measurement. */
    @Test
    void dps_moves_the_mean_of_a_gaussian_prior_towards_the_measurement() {
        PictureSolverCase gaussian = new PictureSolverCase(40);
        double[] slopes = IntStream.of(0, 1, 4)
                .mapToDouble(lambda -> slope(gaussian, lambda == 0 ? 1e-9 : lambda))
                .toArray();
        assertThat(slopes[0]).isCloseTo(0, within(0.05));
        assertThat(slopes[1]).isBetween(0.1, slopes[2]);
        assertThat(slopes[2]).isLessThan(1.05);
    }

    /** How far block means follow y, by least squares: 0 for a sample of the prior, 1 for y itself. */
    private static double slope(PictureSolverCase gaussian, double lambda) {
        PictureSettings settings = new PictureSettings(Method.DPS, 400, 20, 0.005, 0, lambda, 1, 1e-6, 0.3, 7);
        float[] x = solver(Method.DPS, new Gaussian(), settings)
                .solve(gaussian.problem(), NoiseSource.of(7), StepListener.NONE)
                .picture();
        float[] y = gaussian.problem().measurement().y();
        double product = 0;
        double square = 0;
        double mean = 0;
        for (float value : y) {
            mean += value / y.length;
        }
        for (int i = 0; i < x.length; i++) {
            double off = y[i / 1600 * 400 + i % 1600 / 40 / 2 * 20 + i % 40 / 2] - mean;
            product += off * x[i];
            square += off * off;
        }
        return product / square;
    }

    @ParameterizedTest
    @EnumSource(names = {"PNP_ADMM", "DDRM", "SCORE_SDE", "DPS", "MCG"})
    void it_goes_on_from_a_step_to_the_same_numbers(Method method) {
        PictureSolverCase gaussian = new PictureSolverCase(4);
        Solver solver = solver(method, new Gaussian(), PictureSolverCase.settings(method, 6, 1, 0.1, 0.5));
        List<StepReport> heard = new ArrayList<>();
        Sample whole = solver.solve(gaussian.problem(), NoiseSource.of(7), heard::add);
        assertThat(heard).extracting(StepReport::step).containsExactly(1, 2, 3, 4, 5, 6);
        for (int step : new int[] {3, 6}) {
            SamplerState state = new SamplerState(step, heard.get(step - 1).latent());
            Sample rest = solver.solve(gaussian.problem(state), NoiseSource.of(7), StepListener.NONE);
            assertThat(rest.picture()).isEqualTo(whole.picture());
            assertThat(rest.residual()).isEqualTo(whole.residual());
        }
        boolean same = Arrays.equals(
                solver.solve(gaussian.problem(), NoiseSource.of(8), StepListener.NONE)
                        .picture(),
                whole.picture());
        assertThat(same).as("another seed").isEqualTo(method.deterministic());
    }

    @Test
    void ddrm_refuses_an_operator_without_singular_values() {
        Shape image = Shape.of(1, 3, 16, 16);
        Measurement blurred = new Measurement(
                MotionBlur.of(image, MotionKernel.random(9, 0.5, 1), Lift.STABLE),
                new float[Math.toIntExact(image.size())]);
        Solver ddrm = solver(Method.DDRM, new Net(), golden.settings(Method.DDRM, 1, 1, 0.1));
        assertThatExceptionOfType(UnsuitableOperatorException.class)
                .isThrownBy(() -> ddrm.solve(
                        new InverseProblem(blurred, Optional.of(blurred.y())), NoiseSource.of(7), StepListener.NONE))
                .withMessageContaining("no singular value decomposition")
                .withMessageContaining("choose another method");
    }
}
