package dev.psld.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.autodiff.Mode;
import dev.psld.bundle.BatchedGraphs;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.Role;
import dev.psld.bundle.TinyBundle;
import dev.psld.bundle.TinyVariants;
import dev.psld.fused.FusedModel;
import dev.psld.fused.FusedStep;
import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import dev.psld.operator.AveragePool;
import dev.psld.operator.Measurement;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.ort.ProviderLadder;
import dev.psld.sampler.Draws;
import dev.psld.sampler.Method;
import dev.psld.sampler.NoiseSchedule;
import dev.psld.sampler.Sampler;
import dev.psld.sampler.Settings;
import dev.psld.sampler.StepListener;
import dev.psld.sampler.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A chain runs whatever its bundle declares: names, types of the timestep, constants, no log-variance. */
@Tag("slow")
class DeclaredInputsTest {
    private static final Measurement POOLED = new Measurement(
            AveragePool.of(Shape.of(1, 3, 16, 16), 4), Draws.of(5, "y").normal(3 * 4 * 4));
    private static final Settings SETTINGS = Settings.defaults().withSteps(4).withWeights(0.001, 0.01);

    @TempDir
    Path folder;

    private static Environment environment;
    private static Pick pick;

    @BeforeAll
    static void open() {
        environment = Environment.open();
        pick = ProviderLadder.pick(environment);
    }

    @AfterAll
    static void close() {
        environment.close();
    }

    private static Sampler sampler() {
        return new Sampler(NoiseSchedule.of("scaled-linear", 0.0015, 0.0195, 1000), SETTINGS);
    }

    private static float[] latent(ModelSessions models) {
        try (ModelChain chain = new ModelChain(models, pick, POOLED, Method.PSLD, dev.psld.sampler.Mode.STABLE)) {
            return sampler().sample(chain, Optional.empty(), StepListener.NONE).latent();
        }
    }

    @ParameterizedTest
    @CsvSource({"INT64,0", "INT64,1", "INT32,1", "FLOAT,0", "FLOAT16,1"})
    void a_chain_a_fused_step_and_a_batch_run_any_timestep(ElementType time, int rank) throws IOException {
        float[] expected;
        Bundle tiny = TinyBundle.export(environment, folder, Mode.TAPE);
        try (ModelSessions models = ModelSessions.load(environment, tiny, pick)) {
            expected = latent(models);
        }
        Shape shape = rank == 0 ? Shape.of() : Shape.of(1);
        Bundle bundle = TinyVariants.export(environment, folder.resolve("v"), time, shape);
        assertThat(bundle.graph(Role.UNET).input(Quantity.TIMESTEP).type()).isEqualTo(time);
        assertThat(bundle.graph(Role.ENCODER).findOutput(Quantity.LOG_VARIANCE)).isEmpty();
        try (ModelSessions models = ModelSessions.load(environment, bundle, pick);
                FusedModel fused = FusedModel.load(environment, bundle, pick);
                FusedStep step = new FusedStep(fused, POOLED, SETTINGS)) {
            // Half precision tells the timesteps of the grid, up to 999, exactly.
            assertThat(Vectors.relativeDifference(latent(models), expected)).isLessThan(1e-5);
            float[] whole =
                    sampler().sample(step, Optional.empty(), StepListener.NONE).latent();
            assertThat(Vectors.relativeDifference(whole, expected)).isLessThan(1e-5);
        }
        BatchedGraphs two = BatchedGraphs.of(environment, bundle, 2, folder.resolve("cache"));
        try (ModelSessions models = ModelSessions.load(environment, two, pick);
                BatchChain chain =
                        new BatchChain(models, pick, List.of(POOLED), Method.PSLD, dev.psld.sampler.Mode.STABLE)) {
            float[] first = sampler()
                    .sample(chain.lane(0), Optional.empty(), StepListener.NONE)
                    .latent();
            assertThat(Vectors.relativeDifference(first, expected)).isLessThan(1e-4);
        }
    }
}
