package dev.psld.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.psld.graph.Shape;
import dev.psld.operator.Identity;
import dev.psld.operator.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TotalVariationTest {
    private final GoldenMethods golden = GoldenMethods.read();

    /** λ = weight, for σ = 1. */
    private static VariationSettings settings(int steps, double weight, double rho) {
        return new VariationSettings(steps, weight, rho / weight, 0.5, 1, 7);
    }

    private static InverseProblem noisy(Shape image, float... y) {
        return new InverseProblem(new Measurement(Identity.of(image), y), Optional.of(y.clone()));
    }

    private static float[] solved(VariationSettings settings, InverseProblem problem) {
        return new TotalVariation(settings)
                .solve(problem, NoiseSource.of(7), StepListener.NONE)
                .picture();
    }

    @Test
    void the_halves_of_a_step_move_towards_each_other_by_weight_over_their_width() {
        float[] y = new float[3 * 10 * 8];
        for (int i = 0; i < y.length; i++) {
            y[i] = i % 8 < 4 ? -0.5f : 0.5f;
        }
        float[] x = solved(settings(400, 0.2, 1), noisy(Shape.of(1, 3, 10, 8), y));
        for (int i = 0; i < x.length; i++) {
            assertThat((double) x[i]).isCloseTo(y[i] - Math.signum(y[i]) * 0.2 / 4, within(1e-4));
        }
    }

    @Test
    void it_ends_where_chambolles_dual_method_does() {
        float[] x = solved(
                settings(3000, 0.1, 0.5),
                noisy(GoldenMethods.IMAGE, golden.variation().y()));
        assertThat(GoldenMethods.worst(x, golden.variation().chambolle())).isLessThan(1e-4);
    }

    @Test
    void its_iterations_are_those_of_dense_matrices() {
        float[] x = solved(
                settings(24, 0.1, 0.5),
                noisy(GoldenMethods.IMAGE, golden.variation().y()));
        assertThat(GoldenMethods.worst(x, golden.variation().denoised())).isLessThan(1e-4);
        for (GoldenMethods.Case one : golden.cases()) {
            if (one.sigma() > 0) {
                assertThat(GoldenMethods.worst(
                                solved(settings(24, 0.05, 0.2), golden.problem(one)),
                                one.made().admmTv()))
                        .as(one.operator())
                        .isLessThan(1e-4);
            }
        }
    }

    @Test
    void it_goes_on_from_an_iteration_to_the_same_numbers() {
        TotalVariation solver = new TotalVariation(settings(9, 0.05, 0.2));
        InverseProblem problem = golden.problem(golden.cases().get(0));
        List<StepReport> heard = new ArrayList<>();
        Sample whole = solver.solve(problem, NoiseSource.of(7), heard::add);
        for (int step : new int[] {4, 9}) {
            SamplerState state = new SamplerState(step, heard.get(step - 1).latent());
            Sample rest = solver.solve(
                    new InverseProblem(problem.measurement(), problem.guess(), Optional.of(state)),
                    NoiseSource.of(7),
                    StepListener.NONE);
            assertThat(rest.picture()).isEqualTo(whole.picture());
            assertThat(rest.residual()).isEqualTo(whole.residual());
        }
    }
}
