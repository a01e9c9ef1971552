package dev.psld.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.graph.Shape;
import dev.psld.operator.Identity;
import dev.psld.operator.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LatentSolverTest {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.of("scaled-linear", 0.0015, 0.0195, 1000);

    /** Encodes by halving, decodes by doubling, and believes in nothing but zeros. */
    private static final class Halving implements LatentModel {
        private final List<Float> encoded = new ArrayList<>();
        private Optional<float[]> seen = Optional.empty();

        @Override
        public StepEngine engine(Measurement measurement) {
            return new StepEngine() {
                @Override
                public int latentLength() {
                    return 3;
                }

                @Override
                public int measurementLength() {
                    return 3;
                }

                @Override
                public StepOutput step(StepInput in, StepCheck check) {
                    return new StepOutput(in.zt(), new float[] {1, 2, 3}, 0.5, Double.NaN);
                }

                @Override
                public StepOutput polish(float[] z, double gamma, double omega, StepCheck check) {
                    return new StepOutput(z, z, 0.5, Double.NaN);
                }

                @Override
                public double residual(float[] z) {
                    seen = Optional.of(z);
                    return 0.25;
                }
            };
        }

        @Override
        public float[] encode(float[] picture) {
            encoded.add(picture[0]);
            return Vectors.scale(0.5, picture);
        }

        @Override
        public float[] decode(float[] latent) {
            return Vectors.scale(2, latent);
        }

        @Override
        public float[] looked(float[] latent) {
            assertThat(seen.orElseThrow()).isEqualTo(latent);
            return decode(latent);
        }
    }

    @Test
    void it_encodes_the_guess_samples_and_decodes() {
        Halving model = new Halving();
        Measurement measurement = new Measurement(Identity.of(Shape.of(1, 3, 1, 1)), new float[3]);
        Settings settings = Settings.defaults().withSteps(4).withStart(0.5);
        List<float[]> pictures = new ArrayList<>();
        Solver solver = new LatentSolver(model, SCHEDULE, settings);
        Sample sample = solver.solve(
                new InverseProblem(measurement, Optional.of(new float[] {8, 8, 8})),
                NoiseSource.of(7),
                report -> pictures.add(report.picture().get()));
        double a = StepGrid.even(SCHEDULE, 4, 0.5).points().get(0).alphaBar();
        float[] start = Vectors.combine(
                Math.sqrt(a),
                new float[] {4, 4, 4},
                Math.sqrt(1 - a),
                NoiseSource.of(7).start(3));
        assertThat(sample.picture()).isEqualTo(Vectors.scale(2, start));
        assertThat(sample.residual()).isEqualTo(0.25);
        assertThat(sample.steps()).isEqualTo(4);
        assertThat(pictures).hasSize(4).allSatisfy(p -> assertThat(p).containsExactly(2, 4, 6));
        assertThat(model.encoded).containsExactly(8f);

        new LatentSolver(model, SCHEDULE, settings.withStart(1))
                .solve(
                        new InverseProblem(measurement, Optional.of(new float[] {8, 8, 8})),
                        NoiseSource.of(7),
                        StepListener.NONE);
        assertThat(model.encoded).as("from pure noise nothing is encoded").hasSize(1);
    }
}
