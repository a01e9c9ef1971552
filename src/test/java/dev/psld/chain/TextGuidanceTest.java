package dev.psld.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.bundle.BatchedGraphs;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.EncodedPrompt;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.PromptEncoder;
import dev.psld.bundle.Quantity;
import dev.psld.bundle.TinyText;
import dev.psld.fused.FusedModel;
import dev.psld.fused.FusedStep;
import dev.psld.graph.Shape;
import dev.psld.operator.AveragePool;
import dev.psld.operator.Measurement;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.ort.ProviderLadder;
import dev.psld.sampler.ChainedStep;
import dev.psld.sampler.Draws;
import dev.psld.sampler.GuidanceChain;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.NoiseSchedule;
import dev.psld.sampler.Prompt;
import dev.psld.sampler.Sampler;
import dev.psld.sampler.Settings;
import dev.psld.sampler.StepCheck;
import dev.psld.sampler.StepEngine;
import dev.psld.sampler.StepGrid;
import dev.psld.sampler.StepInput;
import dev.psld.sampler.StepListener;
import dev.psld.sampler.StepOutput;
import dev.psld.sampler.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A model with text, guided by two prompts, against PyTorch's autograd: {@code export/golden/make_text.py}. */
@Tag("slow")
class TextGuidanceTest {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.of("scaled-linear", 0.0015, 0.0195, 1000);
    private static final StepCheck CHECK = new StepCheck(1, 1);

    @TempDir
    static Path folder;

    private static JsonNode golden;
    private static Environment environment;
    private static Pick pick;
    private static final Map<Boolean, Bundle> BUNDLES = new HashMap<>();
    private static final Map<Boolean, ModelSessions> MODELS = new HashMap<>();

    @BeforeAll
    static void load() throws IOException {
        try (InputStream in = TextGuidanceTest.class.getResourceAsStream("/golden/text/steps.json")) {
            golden = new ObjectMapper().readTree(in);
        }
        environment = Environment.open();
        pick = ProviderLadder.pick(environment);
        for (boolean velocity : new boolean[] {false, true}) {
            Bundle bundle = TinyText.export(
                    environment,
                    folder.resolve(String.valueOf(velocity)),
                    velocity ? Manifest.Prediction.VELOCITY : Manifest.Prediction.EPSILON);
            BUNDLES.put(velocity, bundle);
            MODELS.put(velocity, ModelSessions.load(environment, bundle, pick));
        }
    }

    @AfterAll
    static void close() {
        MODELS.values().forEach(ModelSessions::close);
        environment.close();
    }

    static Stream<JsonNode> steps() {
        try (InputStream in = TextGuidanceTest.class.getResourceAsStream("/golden/text/steps.json")) {
            JsonNode all = new ObjectMapper().readTree(in).get("steps");
            return Stream.iterate(0, i -> i < all.size(), i -> i + 1).map(all::get);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[] floats(JsonNode numbers) {
        float[] all = new float[numbers.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = (float) numbers.get(i).doubleValue();
        }
        return all;
    }

    private static Measurement measurement() {
        return new Measurement(AveragePool.of(Shape.of(1, 3, 16, 16), 4), floats(golden.get("y")));
    }

    private static TextCondition condition(Bundle bundle, String text, String negative, double w, Prompt.Kind kind) {
        PromptEncoder encoder = new PromptEncoder(environment, bundle);
        return new TextCondition(encoder.encode(text), encoder.encode(negative), w, kind);
    }

    private static TextCondition condition(JsonNode step) {
        return condition(
                bundle(step),
                golden.get("prompt").textValue(),
                step.get("negative").textValue(),
                step.get("weight").doubleValue(),
                Prompt.Kind.of(step.get("kind").textValue()).orElseThrow());
    }

    private static Bundle bundle(boolean velocity) {
        return Objects.requireNonNull(BUNDLES.get(velocity));
    }

    private static ModelSessions models(boolean velocity) {
        return Objects.requireNonNull(MODELS.get(velocity));
    }

    private static Bundle bundle(JsonNode step) {
        return bundle(step.get("velocity").booleanValue());
    }

    private static ModelSessions models(JsonNode step) {
        return models(step.get("velocity").booleanValue());
    }

    private static StepInput input() {
        int t = golden.get("t").intValue();
        int next = golden.get("next").intValue();
        StepGrid.Point point = new StepGrid.Point(t, SCHEDULE.alphaBar(t), SCHEDULE.alphaBar(next), t - next);
        return new StepInput(
                floats(golden.get("z")),
                point,
                golden.get("gamma").doubleValue(),
                golden.get("omega").doubleValue(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Settings settings(TextCondition text) {
        return Settings.defaults()
                .withSteps(4)
                .withWeights(0.01, 0.1)
                .withPrompt(Optional.of(
                        new Prompt(text.text().text(), text.negative().text(), text.weight(), text.kind())));
    }

    private static void agrees(JsonNode want, StepOutput got, double tolerance) {
        assertThat(Vectors.relativeDifference(got.estimate(), floats(want.get("estimate"))))
                .isLessThan(tolerance);
        assertThat(got.gluing()).isCloseTo(want.get("gluing").doubleValue(), org.assertj.core.data.Offset.offset(1e-4));
        float[] moved = floats(want.get("moved"));
        float[] gradient = Vectors.combine(1, moved, -1, got.latent());
        assertThat(Vectors.relativeDifference(gradient, floats(want.get("gradient"))))
                .isLessThan(tolerance);
    }

    @Test
    void texts_have_the_contexts_of_the_reference() {
        Bundle bundle = bundle(false);
        PromptEncoder encoder = new PromptEncoder(environment, bundle);
        golden.get("context").forEachEntry((text, want) -> {
            float[] got = Objects.requireNonNull(encoder.encode(text).values().get(Quantity.CONTEXT))
                    .toFloats();
            assertThat(Vectors.relativeDifference(got, floats(want))).as(text).isLessThan(1e-5);
        });
        assertThat(bundle.folder().resolve("context.bin")).exists();
        EncodedPrompt empty = encoder.encode("");
        assertThat(empty.cut()).isEmpty();
        assertThat(encoder.encode("cat ".repeat(90)).cut()).isPresent();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void a_guided_step_has_the_gradient_of_autograd(JsonNode step) {
        TextCondition text = condition(step);
        try (ModelChain chain =
                new ModelChain(models(step), pick, measurement(), Method.PSLD, Mode.STABLE, Optional.of(text))) {
            agrees(step, new ChainedStep(chain, settings(text)).step(input(), CHECK), 1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("steps")
    void a_fused_step_too(JsonNode step) {
        TextCondition text = condition(step);
        try (FusedModel fused = FusedModel.load(environment, bundle(step), pick);
                FusedStep engine = new FusedStep(fused, measurement(), settings(text), Optional.of(text))) {
            agrees(step, engine.step(input(), CHECK), 1e-5);
        }
    }

    @ParameterizedTest
    @EnumSource(Prompt.Kind.class)
    void chain_windows_and_batches_agree_over_a_run(Prompt.Kind kind) {
        Bundle bundle = bundle(false);
        TextCondition text = condition(bundle, "a red hat", "blurry", kind == Prompt.Kind.CFG ? 2 : 0.6, kind);
        Settings settings = settings(text);
        Sampler sampler = new Sampler(SCHEDULE, settings);
        ModelSessions models = models(false);
        float[] expected;
        try (ModelChain chain =
                new ModelChain(models, pick, measurement(), Method.PSLD, Mode.STABLE, Optional.of(text))) {
            expected = latent(sampler, new ChainedStep(chain, settings));
        }
        LatentTiles tiles = LatentTiles.of(bundle.manifest(), 16, 16, Optional.empty());
        try (TiledChain tiled =
                new TiledChain(models, pick, measurement(), Method.PSLD, Mode.STABLE, Optional.of(text), tiles, 1)) {
            assertThat(latent(sampler, new ChainedStep(tiled, settings))).isEqualTo(expected);
        }
        BatchedGraphs two = BatchedGraphs.of(environment, bundle, 2, folder.resolve("cache"));
        try (ModelSessions batched = ModelSessions.load(environment, two, pick);
                BatchChain chain = new BatchChain(
                        batched, pick, List.of(measurement()), Method.PSLD, Mode.STABLE, Optional.of(text))) {
            assertThat(Vectors.relativeDifference(latent(sampler, new ChainedStep(chain.lane(0), settings)), expected))
                    .isLessThan(1e-4);
        }
    }

    private static float[] latent(Sampler sampler, StepEngine engine) {
        return sampler.sample(engine, Optional.empty(), StepListener.NONE).latent();
    }

    @ParameterizedTest
    @EnumSource(Prompt.Kind.class)
    void larger_pictures_have_the_slope_of_their_own_difference_quotient(Prompt.Kind kind) {
        Bundle bundle = bundle(false);
        Measurement larger = new Measurement(
                AveragePool.of(Shape.of(1, 3, 24, 28), 4), Draws.of(5, "y").normal(3 * 6 * 7));
        LatentTiles tiles = LatentTiles.of(bundle.manifest(), 24, 28, Optional.empty());
        TextCondition text = condition(bundle, "a red hat", "blurry", 0.7, kind);
        try (TiledChain chain =
                new TiledChain(models(false), pick, larger, Method.PSLD, Mode.STABLE, Optional.of(text), tiles, 2)) {
            float[] z = Draws.of(1, "z").normal(chain.latentLength());
            float[] d = Draws.of(2, "d").normal(chain.latentLength());
            float[] c = Draws.of(3, "c").normal(chain.latentLength());
            slope(chain, z, d, c);
        }
    }

    @Test
    void a_pullback_has_the_slope_of_the_difference_quotient() {
        TextCondition text = condition(bundle(true), "a red hat", "blurry", 3, Prompt.Kind.CFG);
        try (ModelChain chain =
                new ModelChain(models(true), pick, measurement(), Method.PSLD, Mode.STABLE, Optional.of(text))) {
            Function<String, float[]> drawn = name -> Draws.of(9, name).normal(64);
            slope(chain, drawn.apply("z"), drawn.apply("d"), drawn.apply("c"));
        }
    }

    /** ⟨c, (ε(z + h·d) − ε(z − h·d))/2h⟩ = ⟨J*c, d⟩. */
    private static void slope(GuidanceChain chain, float[] z, float[] d, float[] c) {
        double h = 1e-2;
        float[] above =
                chain.predictNoise(Vectors.combine(1, z, h, d), 0.4, 437).clone();
        float[] below =
                chain.predictNoise(Vectors.combine(1, z, -h, d), 0.4, 437).clone();
        chain.predictNoise(z, 0.4, 437);
        float[] pulled = chain.pullNoise(c);
        double quotient = 0;
        double slope = 0;
        for (int i = 0; i < d.length; i++) {
            quotient += c[i] * ((double) above[i] - below[i]) / (2 * h);
            slope += (double) pulled[i] * d[i];
        }
        assertThat(slope).isCloseTo(quotient, org.assertj.core.data.Percentage.withPercentage(0.5));
    }

    @Test
    void equal_prompts_and_a_weight_of_one_take_one_prediction() {
        Bundle bundle = bundle(false);
        for (Prompt.Kind kind : Prompt.Kind.values()) {
            assertThat(condition(bundle, "a cat", "a cat", 0.5, kind).branches())
                    .hasSize(1);
            // the same tokens, and so the same context
            assertThat(condition(bundle, "a  CAT", "a cat", 0.5, kind).branches())
                    .hasSize(1);
            assertThat(condition(bundle, "a cat", "a dog", 0, kind).branches()).hasSize(1);
        }
        assertThat(condition(bundle, "a cat", "a dog", 1, Prompt.Kind.CFG).branches())
                .singleElement()
                .satisfies(branch -> assertThat(branch.told().text()).isEqualTo("a cat"));
        assertThat(condition(bundle, "a cat", "a dog", 1, Prompt.Kind.CFG_PLUS_PLUS)
                        .branches())
                .as("the other noise is needed for the way on")
                .hasSize(2);
    }

    @Test
    void without_a_prompt_it_is_the_empty_one() {
        Bundle bundle = bundle(false);
        TextCondition empty = condition(bundle, "", "", 7.5, Prompt.Kind.CFG);
        ModelSessions models = models(false);
        float[] z = floats(golden.get("z"));
        try (ModelChain told =
                        new ModelChain(models, pick, measurement(), Method.PSLD, Mode.STABLE, Optional.of(empty));
                ModelChain plain = new ModelChain(models, pick, measurement(), Method.PSLD, Mode.STABLE)) {
            assertThat(told.predictNoise(z, 0.4, 437)).isEqualTo(plain.predictNoise(z, 0.4, 437));
        }
    }
}
