package dev.psld.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.Manifest;
import dev.psld.chain.ModelChain;
import dev.psld.chain.ModelSessions;
import dev.psld.chain.PictureEncoder;
import dev.psld.fused.FusedModel;
import dev.psld.fused.FusedStep;
import dev.psld.graph.Shape;
import dev.psld.operator.Measurement;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.ort.Provider;
import dev.psld.ort.ProviderLadder;
import dev.psld.ort.ProviderSettings;
import dev.psld.sampler.ChainedStep;
import dev.psld.sampler.Mode;
import dev.psld.sampler.NoiseSchedule;
import dev.psld.sampler.Sampler;
import dev.psld.sampler.StepEngine;
import dev.psld.sampler.StepListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sampler over portrait64 against PyTorch in double precision, noise injected: latents agree after every
 * stored step, by either engine. The build makes the first steps of all runs and one run of 100 to its end, and the first steps of
 * one of each mode as fused graphs; {@code mvn -Pparity test} makes all to their ends by both and writes the chain's latents
 * to target/parity for {@code make_parity.py --compare}.
 */
@Tag("slow")
class ParityTest {
    /**
     * The goal is 1e-4. PyTorch's own single precision comes to 2.4e-6 of double in author mode, and to 2.6e-5 in one
     * stable run, where ẑ0 is the difference of two latents eighty times as large.
     */
    private static final Map<Mode, Double> TOLERANCE = Map.of(Mode.AUTHOR, 1e-5, Mode.STABLE, 5e-5);

    private static final String WHOLE = "author-sr4";
    private static final int FIRST = 10;

    private static Environment environment;
    private static Pick pick;
    private static ModelSessions models;
    private static FusedModel fused;

    @BeforeAll
    static void load() {
        environment = Environment.open();
        pick = ProviderLadder.pick(environment, Optional.of(Provider.CPU), ProviderSettings.defaults());
        Bundle bundle = Bundle.open(Path.of("onnx", "portrait64"));
        models = ModelSessions.load(environment, bundle, pick);
        fused = FusedModel.load(environment, bundle, pick);
    }

    @AfterAll
    static void close() {
        fused.close();
        models.close();
        environment.close();
    }

    static Stream<GoldenRun> runs() {
        return Golden.read().runs().stream();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void latents_are_those_of_the_reference(GoldenRun run) {
        compare(run, chained(run, run.name().equals(WHOLE) ? run.steps() : FIRST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"author-inpaint-random", "stable-deblur-motion"})
    void so_are_those_of_fused_steps(String name) {
        GoldenRun run = runs().filter(r -> r.name().equals(name)).findAny().orElseThrow();
        compare(run, fused(run, FIRST));
    }

    @Tag("parity")
    @ParameterizedTest
    @MethodSource("runs")
    void latents_are_those_of_the_reference_to_the_end(GoldenRun run) throws IOException {
        List<float[]> latents = chained(run, run.steps());
        write(run, latents);
        compare(run, latents);
    }

    @Tag("parity")
    @ParameterizedTest
    @MethodSource("runs")
    void so_are_those_of_fused_steps_to_the_end(GoldenRun run) {
        compare(run, fused(run, run.steps()));
    }

    private static void compare(GoldenRun run, List<float[]> latents) {
        double tolerance = TOLERANCE.getOrDefault(run.samplerMode(), 0.0);
        int compared = 0;
        for (int n = 0; n < run.recorded().size(); n++) {
            int step = run.recorded().get(n);
            if (step <= latents.size()) {
                Distance distance = Distance.of(latents.get(step - 1), Golden.latent(run, n));
                System.out.printf("%s after %d steps: %s%n", run, step, distance);
                assertThat(distance.largest())
                        .as(
                                "%s after step %d. If onnx/portrait64 holds other weights now: export/golden/make_parity.py",
                                run, step)
                        .isLessThan(tolerance);
                assertThat(distance.length()).isLessThan(tolerance);
                compared++;
            }
        }
        assertThat(compared).as("stored steps of %s that were compared", run).isPositive();
    }

    private static List<float[]> chained(GoldenRun run, int steps) {
        try (ModelChain chain =
                new ModelChain(models, pick, measurement(run), run.samplerMethod(), run.samplerMode())) {
            return latents(run, new ChainedStep(chain, run.settings()), steps);
        }
    }

    private static List<float[]> fused(GoldenRun run, int steps) {
        try (FusedStep step = new FusedStep(fused, measurement(run), run.settings())) {
            return latents(run, step, steps);
        }
    }

    /** The latents after steps 1 … {@code steps}. */
    private static List<float[]> latents(GoldenRun run, StepEngine engine, int steps) {
        Golden golden = Golden.read();
        Manifest.Schedule schedule = models.bundle().manifest().schedule();
        Sampler sampler = new Sampler(
                NoiseSchedule.of(schedule.kind(), schedule.start(), schedule.end(), schedule.steps()), run.settings());
        Recorder recorder = new Recorder(engine, steps);
        try {
            sampler.sample(recorder, guess(golden, run), golden.injected(), StepListener.NONE);
        } catch (Recorder.Enough enough) {
            assertThat(steps).as("only a part was asked for").isLessThan(run.steps());
        }
        assertThat(recorder.latents()).hasSize(steps);
        return recorder.latents();
    }

    private static Measurement measurement(GoldenRun run) {
        return new Measurement(
                Golden.read().operator(run, image()), Golden.read().measurement(run));
    }

    private static Shape image() {
        Manifest manifest = models.bundle().manifest();
        return Shape.of(
                1,
                manifest.image().get(0),
                manifest.image().get(1),
                manifest.image().get(2));
    }

    private static Optional<float[]> guess(Golden golden, GoldenRun run) {
        if (run.start() >= 1) {
            return Optional.empty();
        }
        try (PictureEncoder encoding = new PictureEncoder(models)) {
            return Optional.of(encoding.encode(golden.guess(run, image())));
        }
    }

    private static void write(GoldenRun run, List<float[]> latents) throws IOException {
        Path file = Files.createDirectories(Path.of("target", "parity")).resolve(run.name() + ".f32");
        ByteBuffer bytes =
                ByteBuffer.allocate(4 * latents.size() * latents.get(0).length).order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer floats = bytes.asFloatBuffer();
        latents.forEach(floats::put);
        Files.write(file, bytes.array());
    }
}
