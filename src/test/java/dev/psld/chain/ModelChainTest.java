package dev.psld.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.autodiff.Mode;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.TinyBundle;
import dev.psld.graph.Shape;
import dev.psld.operator.AveragePool;
import dev.psld.operator.KnownPixels;
import dev.psld.operator.Lift;
import dev.psld.operator.MaskPattern;
import dev.psld.operator.Measurement;
import dev.psld.operator.MeasurementOperator;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.ort.ProviderLadder;
import dev.psld.sampler.Draws;
import dev.psld.sampler.Method;
import dev.psld.sampler.Moments;
import dev.psld.sampler.NoiseSchedule;
import dev.psld.sampler.Observation;
import dev.psld.sampler.Sampler;
import dev.psld.sampler.Settings;
import dev.psld.sampler.StepListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelChainTest {
    private static final Shape IMAGE = Shape.of(1, 3, 16, 16);

    @TempDir
    static Path folder;

    private static Environment environment;
    private static Pick pick;
    private static ModelSessions models;

    @BeforeAll
    static void load() throws IOException {
        environment = Environment.open();
        pick = ProviderLadder.pick(environment);
        Bundle bundle = TinyBundle.export(environment, folder, Mode.TAPE);
        models = ModelSessions.load(environment, bundle, pick);
    }

    @AfterAll
    static void close() {
        models.close();
        environment.close();
    }

    private static Measurement pooled() {
        MeasurementOperator operator = AveragePool.of(IMAGE, 4);
        return new Measurement(operator, Draws.of(5, "y").normal(3 * 4 * 4));
    }

    private static ModelChain chain(Method method, dev.psld.sampler.Mode mode) {
        return new ModelChain(models, pick, pooled(), method, mode);
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"PSLD", "GML_DPS", "LATENT_DPS"})
    void the_pullback_of_an_observation_is_the_slope_of_its_loss(Method method) {
        try (ModelChain chain = chain(method, dev.psld.sampler.Mode.STABLE)) {
            float[] z = Draws.of(1, "z").normal(chain.latentLength());
            float[] v = Draws.of(2, "v").normal(chain.latentLength());
            float[] c = Draws.of(3, "c").normal(chain.latentLength());
            float[] l = Draws.of(4, "l").normal(chain.latentLength());
            chain.observe(z, Optional.empty());
            Optional<Moments> cotangents = method.encodes() ? Optional.of(new Moments(c, l)) : Optional.empty();
            float[] gradient = chain.pullObservation(0.7, cotangents);
            double difference = bestDifference(gradient, z, v, at -> {
                Observation o = chain.observe(at, Optional.empty());
                return 0.35 * o.residualSquared()
                        + o.encoded()
                                .map(m -> dot(m.mean(), c) + dot(m.logVariance().orElseThrow(), l))
                                .orElse(0.0);
            });
            assertThat(difference).isLessThan(1e-3);
        }
    }

    @Test
    void the_pullback_of_the_noise_is_its_slope_with_the_velocity_converted() {
        try (ModelChain chain = chain(Method.PSLD, dev.psld.sampler.Mode.STABLE)) {
            float[] z = Draws.of(1, "z").normal(chain.latentLength());
            float[] v = Draws.of(2, "v").normal(chain.latentLength());
            float[] c = Draws.of(3, "c").normal(chain.latentLength());
            chain.predictNoise(z, 0.4, 300);
            float[] gradient = chain.pullNoise(c);
            assertThat(bestDifference(gradient, z, v, at -> dot(chain.predictNoise(at, 0.4, 300), c)))
                    .isLessThan(1e-3);
        }
    }

    @Test
    void the_same_seed_gives_the_same_bytes_and_author_mode_runs_too() {
        NoiseSchedule schedule = NoiseSchedule.of("scaled-linear", 0.0015, 0.0195, 1000);
        for (dev.psld.sampler.Mode mode : dev.psld.sampler.Mode.values()) {
            Settings settings = Settings.defaults().withSteps(5).withMode(mode).withWeights(0.001, 0.001);
            float[][] latents = new float[2][];
            for (int k = 0; k < 2; k++) {
                try (ModelChain chain = chain(Method.PSLD, mode)) {
                    latents[k] = new Sampler(schedule, settings)
                            .sample(chain, Optional.empty(), StepListener.NONE)
                            .latent();
                    assertThat(chain.clock().seconds().keySet()).contains("U", "D", "A", "E", "E*", "A*", "D*", "U*");
                }
            }
            assertThat(latents[0]).isEqualTo(latents[1]);
        }
    }

    @Test
    void a_chain_serves_the_next_sample_of_the_same_measurement_with_the_same_bytes() {
        Measurement measurement = pooled();
        float[][] latents = new float[3][];
        long[] live = new long[3];
        Optional<ModelChain> first = Optional.empty();
        for (int k = 0; k < 3; k++) {
            // Another seed between: what it left behind must not show.
            Settings settings =
                    Settings.defaults().withSteps(4).withWeights(0.001, 0.001).withSeed(k % 2);
            try (BoundLease<ModelChain> lease =
                    models.lease(pick, measurement, Method.PSLD, dev.psld.sampler.Mode.STABLE, Optional.empty())) {
                assertThat(first.filter(chain -> chain != lease.bound())).isEmpty();
                first = Optional.of(lease.bound());
                assertThat(lease.bound().clock().seconds()).isEmpty();
                latents[k] = new Sampler(NoiseSchedule.of("scaled-linear", 0.0015, 0.0195, 1000), settings)
                        .sample(lease.bound(), Optional.empty(), StepListener.NONE)
                        .latent();
            }
            live[k] = environment.nativeCounts().live();
        }
        assertThat(latents[2]).isEqualTo(latents[0]).isNotEqualTo(latents[1]);
        assertThat(live[2]).isEqualTo(live[0]);
        try (BoundLease<ModelChain> two =
                        models.lease(pick, measurement, Method.PSLD, dev.psld.sampler.Mode.STABLE, Optional.empty());
                BoundLease<ModelChain> other =
                        models.lease(pick, measurement, Method.PSLD, dev.psld.sampler.Mode.STABLE, Optional.empty())) {
            assertThat(other.bound()).as("a second thread gets one of its own").isNotSameAs(two.bound());
        }
        try (BoundLease<ModelChain> next =
                models.lease(pick, pooled(), Method.PSLD, dev.psld.sampler.Mode.STABLE, Optional.empty())) {
            assertThat(next.bound()).isNotSameAs(first.orElseThrow());
        }
        assertThat(environment.nativeCounts().live())
                .as("only the last photo's chain waits")
                .isEqualTo(live[0]);
    }

    @Test
    void a_mask_counts_only_what_it_shows() {
        MeasurementOperator mask = KnownPixels.of(IMAGE, MaskPattern.box(IMAGE, 8, 1), Lift.STABLE);
        try (ModelChain chain = new ModelChain(
                models,
                pick,
                new Measurement(mask, new float[3 * 16 * 16]),
                Method.PSLD,
                dev.psld.sampler.Mode.STABLE)) {
            assertThat(chain.informative()).isEqualTo(3 * (16 * 16 - 8 * 8));
        }
    }

    @Test
    void a_chain_gives_back_every_native_object_that_it_took() {
        long before = environment.nativeCounts().live();
        for (Method method : Method.values()) {
            chain(method, dev.psld.sampler.Mode.AUTHOR).close();
        }
        try (PictureEncoder encoding = new PictureEncoder(models);
                LatentDecoder decoding = new LatentDecoder(models)) {
            float[] latent = encoding.encode(new float[3 * 16 * 16]);
            assertThat(decoding.decode(latent)).hasSize(3 * 16 * 16);
        }
        assertThat(environment.nativeCounts().live()).isEqualTo(before);
    }

    /** |central difference − ⟨gradient, v⟩| over ‖gradient‖‖v‖, the least over several h: single precision hides the rest. */
    private static double bestDifference(float[] gradient, float[] z, float[] v, Function<float[], Double> f) {
        double slope = dot(gradient, v);
        double size = Math.sqrt(dot(gradient, gradient) * dot(v, v));
        double best = Double.MAX_VALUE;
        for (double h : new double[] {1e-2, 3e-3, 1e-3}) {
            float[] plus = z.clone();
            float[] minus = z.clone();
            for (int i = 0; i < z.length; i++) {
                plus[i] += (float) (h * v[i]);
                minus[i] -= (float) (h * v[i]);
            }
            double difference = (f.apply(plus) - f.apply(minus)) / (2 * h);
            best = Math.min(best, Math.abs(difference - slope) / size);
        }
        return best;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
