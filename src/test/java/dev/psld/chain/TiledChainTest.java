package dev.psld.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.bundle.BatchedGraphs;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.TinyBundle;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.operator.AveragePool;
import dev.psld.operator.GaussianBlur;
import dev.psld.operator.KnownPixels;
import dev.psld.operator.Lift;
import dev.psld.operator.Measurement;
import dev.psld.operator.MeasurementOperator;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.ort.ProviderLadder;
import dev.psld.sampler.ChainedStep;
import dev.psld.sampler.Draws;
import dev.psld.sampler.GuidanceChain;
import dev.psld.sampler.LatentSample;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.NoiseSchedule;
import dev.psld.sampler.Observation;
import dev.psld.sampler.Sampler;
import dev.psld.sampler.Settings;
import dev.psld.sampler.StepCheck;
import dev.psld.sampler.StepGrid;
import dev.psld.sampler.StepInput;
import dev.psld.sampler.StepListener;
import dev.psld.sampler.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model of windows of 16×16 pixels, 4×4 latents, of which neighbours share at least one. */
class TiledChainTest {
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.of("scaled-linear", 0.0015, 0.0195, 1000);
    private static final double ALPHA_BAR = 0.4;

    @TempDir
    static Path folder;

    private static Environment environment;
    private static Pick pick;
    private static ModelSessions models;
    private static ModelSessions three;

    @BeforeAll
    static void load() throws IOException {
        environment = Environment.open();
        pick = ProviderLadder.pick(environment);
        Bundle bundle = TinyBundle.export(environment, folder, dev.psld.autodiff.Mode.TAPE);
        models = ModelSessions.load(environment, bundle, pick);
        three = ModelSessions.load(
                environment, BatchedGraphs.of(environment, bundle, 3, folder.resolve("cache")), pick);
    }

    @AfterAll
    static void close() {
        three.close();
        models.close();
        environment.close();
    }

    private static LatentTiles tiles(Measurement measurement, Optional<boolean[]> wanted) {
        Shape image = measurement.operator().imageShape();
        return LatentTiles.of(
                models.bundle().manifest(), Math.toIntExact(image.dim(2)), Math.toIntExact(image.dim(3)), wanted);
    }

    private static TiledChain chain(
            ModelSessions sessions, Measurement measurement, Method method, Mode mode, int kept) {
        return new TiledChain(sessions, pick, measurement, method, mode, tiles(measurement, Optional.empty()), kept);
    }

    private static Measurement measured(MeasurementOperator operator) {
        int length = Math.toIntExact(operator.measurementShape().size());
        return new Measurement(operator, Draws.of(5, "y").normal(length));
    }

    private static Measurement masked(Shape image, boolean[] missing) {
        float[] known = new float[missing.length];
        float[] y = Draws.of(6, "y").normal(3 * missing.length);
        for (int i = 0; i < known.length; i++) {
            known[i] = missing[i] ? 0 : 1;
        }
        for (int i = 0; i < y.length; i++) {
            y[i] *= known[i % known.length];
        }
        return new Measurement(KnownPixels.of(image, Tensor.floats(image.with(1, 1), known), Lift.STABLE), y);
    }

    @ParameterizedTest
    @CsvSource({"PSLD,STABLE", "PSLD,AUTHOR", "GML_DPS,STABLE", "LATENT_DPS,STABLE"})
    void one_tile_is_no_tiles_to_the_bit(Method method, Mode mode) {
        Measurement measurement = measured(AveragePool.of(Shape.of(1, 3, 16, 16), 4));
        Settings settings = settings(method, mode);
        try (TiledChain tiled = chain(models, measurement, method, mode, 9);
                ModelChain plain = new ModelChain(models, pick, measurement, method, mode);
                LatentDecoder decoder = new LatentDecoder(models);
                PictureEncoder encoder = new PictureEncoder(models)) {
            LatentSample one = sample(tiled, settings);
            LatentSample none = sample(plain, settings);
            assertThat(one.latent()).isEqualTo(none.latent());
            assertThat(one.residual()).isEqualTo(none.residual());
            assertThat(tiled.picture()).isEqualTo(plain.picture());
            assertThat(tiled.decode(one.latent())).isEqualTo(decoder.decode(one.latent()));
            float[] picture = Draws.of(7, "picture").normal(3 * 16 * 16);
            assertThat(tiled.encode(picture)).isEqualTo(encoder.encode(picture));
        }
    }

    private static Settings settings(Method method, Mode mode) {
        return Settings.defaults()
                .withSteps(5)
                .withMethod(method)
                .withMode(mode)
                .withWeights(0.001, 0.001);
    }

    private static LatentSample sample(GuidanceChain chain, Settings settings) {
        return new Sampler(SCHEDULE, settings).sample(chain, Optional.empty(), StepListener.NONE);
    }

    /** Of 37×25 pixels, which are 10×7 latents with a border of three pixels, in 3×2 windows. */
    @ParameterizedTest
    @CsvSource({"PSLD,pool", "PSLD,blur", "PSLD,mask", "GML_DPS,mask", "LATENT_DPS,blur"})
    void the_gradient_of_a_step_is_the_slope_of_the_whole_loss(Method method, String task) {
        Shape image = task.equals("pool") ? Shape.of(1, 3, 36, 24) : Shape.of(1, 3, 37, 25);
        boolean[] missing = new boolean[37 * 25];
        for (int i = 0; i < missing.length; i += 3) {
            missing[i] = true;
        }
        Measurement measurement = switch (task) {
            case "pool" -> measured(AveragePool.of(image, 4));
            case "blur" -> measured(GaussianBlur.of(image, 2, Lift.REGULARISED));
            default -> masked(image, missing);
        };
        try (TiledChain chain = chain(models, measurement, method, Mode.STABLE, 2)) {
            assertThat(tiles(measurement, Optional.empty()).windows()).isEqualTo(6);
            assertThat(chain.latentLength()).isEqualTo(4 * (task.equals("pool") ? 9 * 6 : 10 * 7));
            requireSlope(chain, method);
        }
    }

    /** A hole in one corner: what no window of it covers is neither measured nor sampled. */
    @Test
    void the_gradient_is_that_of_the_whole_loss_where_only_some_windows_are_run() {
        boolean[] missing = new boolean[60 * 40];
        for (int y = 3; y < 14; y++) {
            missing[y * 40 + 5] = true;
            missing[(y + 8) * 40 + 20] = true;
        }
        Measurement measurement = masked(Shape.of(1, 3, 60, 40), missing);
        LatentTiles tiles = tiles(measurement, Optional.of(missing));
        assertThat(tiles.windows()).isBetween(2, 8);
        try (TiledChain chain = new TiledChain(models, pick, measurement, Method.PSLD, Mode.STABLE, tiles, 3)) {
            assertThat(chain.latentLength()).isLessThan(4 * 15 * 10);
            boolean[] covered = tiles.covered().orElseThrow();
            int known = 0;
            for (int i = 0; i < covered.length; i++) {
                known += covered[i] && !missing[i] ? 3 : 0;
                assertThat(covered[i] || !missing[i]).isTrue();
            }
            assertThat(chain.informative()).isEqualTo(known);
            requireSlope(chain, Method.PSLD);
        }
    }

    /** L of one step by z_t, without the noise floor, against the step's own gradient. */
    private static void requireSlope(TiledChain chain, Method method) {
        double gamma = method.encodes() ? 0.8 : 0;
        double omega = 0.3;
        Settings settings = new Settings(method, Mode.STABLE, 5, gamma, omega, 0, 0, 1, 0, 1, 0, 0, false, 0.05, 1);
        int n = chain.latentLength();
        float[] z = Draws.of(1, "z").normal(n);
        StepGrid.Point point = new StepGrid.Point(300, ALPHA_BAR, 0.6, 1);
        ChainedStep step = new ChainedStep(chain, settings);
        StepCheck check = new StepCheck(1, 5);
        float[] guided = step.step(input(z, point, gamma, omega), check).latent();
        float[] free = step.step(input(z, point, 0, 0), check).latent();
        float[] gradient = Vectors.combine(1, free, -1, guided);
        ToDoubleFunction<float[]> loss = at -> {
            float[] eps = chain.predictNoise(at, ALPHA_BAR, 300);
            float[] z0 = Vectors.combine(
                    1 / Math.sqrt(ALPHA_BAR), at, -Math.sqrt(1 - ALPHA_BAR) / Math.sqrt(ALPHA_BAR), eps);
            Observation seen = chain.observe(Vectors.combine(1 / chain.scale(), z0, 0, z0), Optional.empty());
            double gluing = seen.encoded()
                    .map(m -> length(Vectors.combine(chain.scale(), m.mean(), -1, z0)))
                    .orElse(0.0);
            return omega * Math.sqrt(seen.residualSquared()) + gamma * gluing;
        };
        double length = length(gradient);
        assertThat(length).isGreaterThan(0.01);
        float[] along = Vectors.combine(1 / length, gradient, 0, gradient);
        float[] random = Draws.of(2, "v").normal(n);
        random = Vectors.combine(1 / length(random), random, 0, random);
        for (float[] v : new float[][] {along, random}) {
            assertThat(bestDifference(loss, z, v, dot(gradient, v)) / length).isLessThan(1e-3);
        }
    }

    private static StepInput input(float[] z, StepGrid.Point point, double gamma, double omega) {
        return new StepInput(z, point, gamma, omega, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Difference between slope and central difference, the least over several h: single precision hides the rest. */
    private static double bestDifference(ToDoubleFunction<float[]> loss, float[] z, float[] v, double slope) {
        double best = Double.MAX_VALUE;
        for (double h : new double[] {0.3, 0.1, 3e-2, 1e-2, 3e-3}) {
            double difference =
                    (loss.applyAsDouble(Vectors.combine(1, z, h, v)) - loss.applyAsDouble(Vectors.combine(1, z, -h, v)))
                            / (2 * h);
            best = Math.min(best, Math.abs(difference - slope));
        }
        return best;
    }

    @Test
    void how_many_tapes_are_kept_changes_no_bit() {
        Measurement measurement = measured(GaussianBlur.of(Shape.of(1, 3, 37, 25), 2, Lift.REGULARISED));
        float[][] latents = new float[3][];
        for (int k = 0; k < 3; k++) {
            try (TiledChain chain = chain(models, measurement, Method.PSLD, Mode.AUTHOR, new int[] {1, 3, 6}[k])) {
                latents[k] = sample(chain, settings(Method.PSLD, Mode.AUTHOR)).latent();
            }
        }
        assertThat(latents[1]).isEqualTo(latents[0]);
        assertThat(latents[2]).isEqualTo(latents[0]);
    }

    @Test
    void windows_run_in_batches_where_the_graphs_take_several() {
        Measurement measurement = measured(GaussianBlur.of(Shape.of(1, 3, 28, 55), 2, Lift.REGULARISED));
        try (TiledChain single = chain(models, measurement, Method.PSLD, Mode.STABLE, 1);
                TiledChain batched = chain(three, measurement, Method.PSLD, Mode.STABLE, 2)) {
            assertThat(tiles(measurement, Optional.empty()).windows() % 3).isNotZero();
            float[] alone = sample(single, settings(Method.PSLD, Mode.STABLE)).latent();
            float[] together =
                    sample(batched, settings(Method.PSLD, Mode.STABLE)).latent();
            assertThat(Vectors.relativeDifference(together, alone)).isLessThan(1e-4);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,50", "50,1", "17,4", "16,17", "15,16", "9,200"})
    void any_size_is_sampled(int height, int width) {
        Measurement measurement = measured(dev.psld.operator.Identity.of(Shape.of(1, 3, height, width)));
        try (TiledChain chain = chain(models, measurement, Method.PSLD, Mode.STABLE, 4)) {
            LatentSample sample = sample(chain, settings(Method.PSLD, Mode.STABLE));
            assertThat(sample.latent()).hasSize(chain.latentLength());
            assertThat(chain.picture()).hasSize(3 * height * width);
            requireSlope(chain, Method.PSLD);
        }
    }

    @Test
    void a_chain_gives_back_every_native_object_that_it_took() {
        long before = environment.nativeCounts().live();
        Measurement measurement = measured(AveragePool.of(Shape.of(1, 3, 36, 24), 4));
        for (Method method : new Method[] {Method.PSLD, Method.LATENT_DPS, Method.DDIM}) {
            try (TiledChain chain = chain(models, measurement, method, Mode.AUTHOR, 2)) {
                sample(chain, settings(method, Mode.AUTHOR));
            }
        }
        assertThat(environment.nativeCounts().live()).isEqualTo(before);
    }

    private static double length(float[] x) {
        return Math.sqrt(dot(x, x));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
