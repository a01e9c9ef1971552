package dev.psld.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.bundle.BatchedGraphs;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.Role;
import dev.psld.bundle.TinyBundle;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.operator.AveragePool;
import dev.psld.operator.Measurement;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Pick;
import dev.psld.ort.ProviderLadder;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.sampler.Draws;
import dev.psld.sampler.GuidanceChain;
import dev.psld.sampler.LatentSample;
import dev.psld.sampler.LatentSteps;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Moments;
import dev.psld.sampler.NoiseSchedule;
import dev.psld.sampler.Observation;
import dev.psld.sampler.PlugIns;
import dev.psld.sampler.Sampler;
import dev.psld.sampler.SamplerState;
import dev.psld.sampler.Settings;
import dev.psld.sampler.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps that observe by a small decoder first and by the full one at the end. */
class GuideDecoderTest {
    private static final Shape IMAGE = Shape.of(1, 3, 16, 16);
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.of("scaled-linear", 0.0015, 0.0195, 1000);
    private static final int STEPS = 5;
    private static final Settings FULL =
            Settings.defaults().withSteps(STEPS).withWeights(0.001, 0.001).withPolish(2);

    @TempDir
    static Path folder;

    private static Environment environment;
    private static Pick pick;
    private static Bundle bundle;
    private static ModelSessions models;

    @BeforeAll
    static void load() throws IOException {
        environment = Environment.open();
        pick = ProviderLadder.pick(environment);
        bundle = TinyBundle.guided(environment, folder, dev.psld.autodiff.Mode.TAPE);
        models = ModelSessions.load(environment, bundle, pick);
    }

    @AfterAll
    static void close() {
        models.close();
        environment.close();
    }

    private static Measurement pooled() {
        return new Measurement(AveragePool.of(IMAGE, 4), Draws.of(5, "y").normal(3 * 4 * 4));
    }

    private static ModelChain chain(ModelSessions of) {
        return new ModelChain(of, pick, pooled(), Method.PSLD, Mode.STABLE);
    }

    private static Settings last(int full) {
        return FULL.withPlugIns(new PlugIns(1, 0, 1, 0, OptionalInt.of(full)));
    }

    private static LatentSample sample(GuidanceChain chain, Settings settings) {
        return sample(chain, settings, Optional.empty(), new ArrayList<>());
    }

    private static LatentSample sample(
            GuidanceChain chain, Settings settings, Optional<SamplerState> earlier, List<float[]> latents) {
        return new Sampler(SCHEDULE, settings)
                .sample(
                        LatentSteps.of(chain, settings, pooled(), Optional.empty(), 4),
                        Optional.empty(),
                        earlier,
                        report -> latents.add(report.latent()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"PSLD", "GML_DPS", "LATENT_DPS"})
    void the_pullback_by_the_small_decoder_is_the_slope_of_its_loss(Method method) {
        try (ModelChain whole = new ModelChain(models, pick, pooled(), method, Mode.STABLE)) {
            GuidanceChain chain = whole.guide();
            float[] z = Draws.of(1, "z").normal(chain.latentLength());
            float[] v = Draws.of(2, "v").normal(chain.latentLength());
            float[] c = Draws.of(3, "c").normal(chain.latentLength());
            float[] l = Draws.of(4, "l").normal(chain.latentLength());
            chain.observe(z, Optional.empty());
            Optional<Moments> cotangents = method.encodes() ? Optional.of(new Moments(c, l)) : Optional.empty();
            float[] gradient = chain.pullObservation(0.7, cotangents);
            double want = dot(gradient, v);
            double best = Double.MAX_VALUE;
            for (double h : new double[] {1e-2, 3e-3, 1e-3}) {
                double slope = (loss(chain, Vectors.combine(1, z, h, v), c, l)
                                - loss(chain, Vectors.combine(1, z, -h, v), c, l))
                        / (2 * h);
                best = Math.min(best, Math.abs(slope - want) / Math.abs(want));
            }
            assertThat(best).isLessThan(1e-3);
            whole.observe(z, Optional.empty());
            assertThat(whole.pullObservation(0.7, cotangents))
                    .as("the full decoder’s is another one")
                    .isNotEqualTo(gradient);
        }
    }

    private static double loss(GuidanceChain chain, float[] z, float[] c, float[] l) {
        Observation seen = chain.observe(z, Optional.empty());
        return 0.35 * seen.residualSquared()
                + seen.encoded()
                        .map(m -> dot(m.mean(), c) + dot(m.logVariance().orElseThrow(), l))
                        .orElse(0.0);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Test
    void the_small_decoder_is_given_the_latents_of_the_diffusion() {
        // Of the model s = 0.5, of the small decoder 1: it gets z/2 where the decoder gets z.
        Bundle plain = Bundle.open(folder.resolve("guided"));
        assertThat(plain.manifest().scale()).isEqualTo(0.5);
        try (ModelChain chain = chain(models);
                Session alone = environment.session(
                        OnnxWriter.toBytes(TinyBundle.guideDecoder(4, 16)), SessionOptions.defaults());
                BoundStage stage = new BoundStage("d", environment, alone, new StageClock())) {
            float[] z = Draws.of(1, "z").normal(chain.latentLength());
            OrtTensor in = stage.hostInput("z");
            OrtTensor out = stage.hostOutput("x");
            stage.settle();
            in.put(Vectors.scale(0.5, z));
            stage.run();
            chain.guide().observe(z, Optional.empty());
            assertThat(chain.picture()).isEqualTo(out.toFloats());
        }
    }

    @Test
    void all_steps_by_the_full_decoder_are_the_run_without_a_small_one_to_the_bit() throws IOException {
        Bundle plain = TinyBundle.export(environment, folder, dev.psld.autodiff.Mode.TAPE);
        try (ModelSessions without = ModelSessions.load(environment, plain, pick);
                ModelChain one = chain(without);
                ModelChain two = chain(models)) {
            assertThat(one.guide()).isSameAs(one);
            float[] want = sample(one, FULL).latent();
            assertThat(sample(two, FULL).latent()).isEqualTo(want);
            assertThat(two.clock().seconds()).doesNotContainKey("d");
            assertThat(sample(two, last(STEPS)).latent()).isEqualTo(want);
            assertThat(sample(two, last(STEPS + 9)).latent()).isEqualTo(want);
            assertThat(sample(two, last(0)).latent()).isNotEqualTo(want);
            assertThat(two.clock().seconds()).containsKeys("d", "d*", "D", "D*");
        }
    }

    @Test
    void the_last_steps_are_the_full_decoders_and_a_run_goes_on_to_the_same_bytes() {
        try (ModelChain chain = chain(models)) {
            List<float[]> small = new ArrayList<>();
            List<float[]> both = new ArrayList<>();
            sample(chain, last(0), Optional.empty(), small);
            LatentSample whole = sample(chain, last(2), Optional.empty(), both);
            assertThat(both).hasSize(STEPS + 2);
            for (int step = 1; step <= STEPS; step++) {
                boolean same = Arrays.equals(small.get(step - 1), both.get(step - 1));
                assertThat(same).as("step " + step).isEqualTo(step <= STEPS - 2);
            }
            for (int done = 1; done < STEPS + 2; done++) {
                List<float[]> rest = new ArrayList<>();
                LatentSample resumed =
                        sample(chain, last(2), Optional.of(new SamplerState(done, both.get(done - 1))), rest);
                assertThat(rest).hasSize(STEPS + 2 - done);
                assertThat(resumed.latent()).as("from step " + done).isEqualTo(whole.latent());
                assertThat(resumed.residual()).isEqualTo(whole.residual());
            }
            // What polishing starts from is seen by the full decoder.
            Sampler full = new Sampler(SCHEDULE, FULL);
            List<float[]> polished = new ArrayList<>();
            full.sample(
                    LatentSteps.of(chain, FULL, pooled(), Optional.empty(), 4),
                    Optional.empty(),
                    Optional.of(new SamplerState(STEPS, small.get(STEPS - 1))),
                    report -> polished.add(report.latent()));
            assertThat(polished.get(1)).isEqualTo(small.get(STEPS + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void graphs_in_turn_and_windows_of_the_models_size_give_the_same_bytes(int full) {
        try (ModelChain chain = chain(models);
                ModelSessions turns = ModelSessions.inTurn(environment, bundle);
                ModelChain inTurn = chain(turns);
                TiledChain tiled = new TiledChain(
                        models,
                        pick,
                        pooled(),
                        Method.PSLD,
                        Mode.STABLE,
                        LatentTiles.of(bundle.manifest(), 16, 16, Optional.empty()),
                        1)) {
            LatentSample want = sample(chain, last(full));
            float[] picture = chain.picture();
            assertThat(sample(inTurn, last(full)).latent()).isEqualTo(want.latent());
            assertThat(inTurn.picture()).isEqualTo(picture);
            assertThat(sample(tiled, last(full)).latent()).isEqualTo(want.latent());
            assertThat(tiled.picture()).isEqualTo(picture);
        }
    }

    @Test
    void the_full_decoder_is_pulled_back_in_its_own_steps_alone() {
        try (ModelSessions turns = ModelSessions.inTurn(environment, bundle);
                ModelChain chain = chain(turns)) {
            sample(chain, last(0).withPolish(0));
            assertThat(chain.clock().seconds()).containsKeys("d", "d*", "D").doesNotContainKey("D*");
            sample(chain, last(1).withPolish(0));
            assertThat(chain.clock().seconds()).containsKey("D*");
        }
    }

    @Test
    void lanes_of_a_batch_hand_over_together() {
        BatchedGraphs graphs = BatchedGraphs.of(environment, bundle, 2, folder.resolve("cache"));
        assertThat(graphs.forward(Role.GUIDE_DECODER)).exists();
        ExecutorService crew = Executors.newFixedThreadPool(2);
        try (ModelSessions two = ModelSessions.load(environment, graphs, pick);
                BatchChain batch = new BatchChain(two, pick, List.of(pooled(), pooled()), Method.PSLD, Mode.STABLE);
                ModelChain alone = chain(models)) {
            List<CompletableFuture<LatentSample>> lanes = new ArrayList<>();
            for (int k = 0; k < 2; k++) {
                int lane = k;
                lanes.add(CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return sample(batch.lane(lane), last(2).withSeed(lane));
                            } finally {
                                batch.leave();
                            }
                        },
                        crew));
            }
            for (int k = 0; k < 2; k++) {
                float[] want = sample(alone, last(2).withSeed(k)).latent();
                assertThat(Vectors.relativeDifference(lanes.get(k).join().latent(), want))
                        .isLessThan(1e-4);
            }
        } finally {
            crew.shutdown();
        }
    }

    @Test
    void windows_larger_than_the_model_have_the_gradient_of_the_whole_loss() {
        Shape image = Shape.of(1, 3, 24, 20);
        Measurement measurement =
                new Measurement(AveragePool.of(image, 4), Draws.of(5, "y").normal(3 * 6 * 5));
        try (TiledChain tiled = new TiledChain(
                models,
                pick,
                measurement,
                Method.LATENT_DPS,
                Mode.STABLE,
                LatentTiles.of(bundle.manifest(), 24, 20, Optional.empty()),
                1)) {
            GuidanceChain chain = tiled.guide();
            float[] z = Draws.of(1, "z").normal(chain.latentLength());
            float[] v = Draws.of(2, "v").normal(chain.latentLength());
            chain.observe(z, Optional.empty());
            double want = dot(chain.pullObservation(0.7, Optional.empty()), v);
            double h = 3e-3;
            double slope = (chain.observe(Vectors.combine(1, z, h, v), Optional.empty())
                                    .residualSquared()
                            - chain.observe(Vectors.combine(1, z, -h, v), Optional.empty())
                                    .residualSquared())
                    * 0.35
                    / (2 * h);
            assertThat(Math.abs(slope - want) / Math.abs(want)).isLessThan(2e-3);
        }
    }
}
