package dev.psld.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.psld.bundle.Bundle;
import dev.psld.chain.ModelChain;
import dev.psld.chain.ModelSessions;
import dev.psld.chain.Schedules;
import dev.psld.diffusers.Pipelines;
import dev.psld.graph.Shape;
import dev.psld.operator.AveragePool;
import dev.psld.operator.Measurement;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.ort.Provider;
import dev.psld.ort.ProviderLadder;
import dev.psld.ort.ProviderSettings;
import dev.psld.sampler.LatentSteps;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.PlugIns;
import dev.psld.sampler.Sampler;
import dev.psld.sampler.Settings;
import dev.psld.sampler.StepListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps of PSLD over imported pipelines, ε and v, with and without SDXL's inputs, by a small decoder first, are those of PyTorch on diffusers' nets. */
class PipelineParityTest {
    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"sd", "sd2", "sdxl", "taesd"})
    void latents_are_those_of_the_reference(String pipeline) throws IOException {
        JsonNode golden = Pipelines.golden(pipeline).get("psld");
        int steps = golden.get("steps").intValue();
        Settings settings = new Settings(
                        Method.PSLD,
                        Mode.STABLE,
                        steps,
                        golden.get("gamma").doubleValue(),
                        golden.get("omega").doubleValue(),
                        0,
                        0,
                        1,
                        0,
                        1,
                        0,
                        2,
                        false,
                        golden.get("sigma").doubleValue(),
                        0)
                .withPlugIns(new PlugIns(
                        1,
                        0,
                        1,
                        0,
                        golden.has("fullDecoderSteps")
                                ? OptionalInt.of(golden.get("fullDecoderSteps").intValue())
                                : OptionalInt.empty()));
        Measurement measurement = new Measurement(
                AveragePool.of(Shape.of(1, 3, Pipelines.SIZE, Pipelines.SIZE), 4), Pipelines.floats(golden.get("y")));
        try (Environment environment = Environment.open()) {
            Pick pick = ProviderLadder.pick(environment, Optional.of(Provider.CPU), ProviderSettings.defaults());
            Bundle bundle = pipeline.equals("taesd")
                    ? Pipelines.guided(environment, dev.psld.autodiff.Mode.TAPE, scratch)
                    : Pipelines.bundle(environment, pipeline, dev.psld.autodiff.Mode.TAPE, scratch);
            try (ModelSessions models = ModelSessions.load(environment, bundle, pick);
                    ModelChain chain = new ModelChain(models, pick, measurement, Method.PSLD, Mode.STABLE)) {
                Recorder recorder =
                        new Recorder(LatentSteps.of(chain, settings, measurement, Optional.empty(), 4), steps);
                new Sampler(Schedules.of(bundle.manifest()), settings)
                        .sample(recorder, Optional.empty(), Golden.read().injected(), StepListener.NONE);
                assertThat(recorder.latents()).hasSize(steps);
                for (int step = 0; step < steps; step++) {
                    float[] want = Pipelines.floats(golden.get("latents").get(step));
                    Distance distance = Distance.of(
                            recorder.latents().get(step),
                            IntStream.range(0, want.length)
                                    .mapToDouble(i -> want[i])
                                    .toArray());
                    System.out.printf("%s after %d steps: %s%n", pipeline, step + 1, distance);
                    assertThat(distance.largest())
                            .as("after step " + (step + 1))
                            .isLessThan(1e-4);
                }
            }
        }
    }
}
