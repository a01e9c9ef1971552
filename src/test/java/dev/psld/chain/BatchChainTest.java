package dev.psld.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.bundle.BatchedGraphs;
import dev.psld.bundle.Bundle;
import dev.psld.bundle.TinyBundle;
import dev.psld.graph.Shape;
import dev.psld.operator.AveragePool;
import dev.psld.operator.KnownPixels;
import dev.psld.operator.Lift;
import dev.psld.operator.MaskPattern;
import dev.psld.operator.Measurement;
import dev.psld.operator.MeasurementOperator;
import dev.psld.operator.MotionBlur;
import dev.psld.operator.MotionKernel;
import dev.psld.ort.Environment;
import dev.psld.ort.NativeCounts;
import dev.psld.ort.Pick;
import dev.psld.ort.ProviderLadder;
import dev.psld.sampler.DivergedException;
import dev.psld.sampler.Draws;
import dev.psld.sampler.GuidanceChain;
import dev.psld.sampler.LatentSample;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.NoiseSchedule;
import dev.psld.sampler.Sampler;
import dev.psld.sampler.Settings;
import dev.psld.sampler.StepListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchChainTest {
    private static final Shape IMAGE = Shape.of(1, 3, 16, 16);
    private static final Settings SETTINGS = Settings.defaults().withSteps(4).withWeights(0.001, 0.001);

    @TempDir
    static Path folder;

    private static Environment environment;
    private static Pick pick;
    private static ModelSessions single;
    private static ModelSessions three;

    @BeforeAll
    static void load() throws IOException {
        environment = Environment.open();
        pick = ProviderLadder.pick(environment);
        Bundle bundle = TinyBundle.export(environment, folder, dev.psld.autodiff.Mode.TAPE);
        single = ModelSessions.load(environment, bundle, pick);
        three = ModelSessions.load(
                environment, BatchedGraphs.of(environment, bundle, 3, folder.resolve("cache")), pick);
    }

    @AfterAll
    static void close() {
        three.close();
        single.close();
        environment.close();
    }

    /** Three operators whose measurements and parameters have nothing in common. */
    private static List<Measurement> measurements() {
        return List.of(
                measured(AveragePool.of(IMAGE, 4), 1),
                measured(KnownPixels.of(IMAGE, MaskPattern.box(IMAGE, 8, 1), Lift.STABLE), 2),
                measured(MotionBlur.of(IMAGE, MotionKernel.random(5, 0.5, 1), Lift.REGULARISED), 3));
    }

    private static Measurement measured(MeasurementOperator operator, long seed) {
        int length = Math.toIntExact(operator.measurementShape().size());
        return new Measurement(operator, Draws.of(seed, "y").normal(length));
    }

    @ParameterizedTest
    @CsvSource({"PSLD,STABLE", "PSLD,AUTHOR", "GML_DPS,STABLE", "LATENT_DPS,STABLE"})
    void every_lane_samples_what_it_samples_alone(Method method, Mode mode) {
        Settings settings = SETTINGS.withMethod(method).withMode(mode);
        List<Measurement> measurements = measurements();
        List<CompletableFuture<LatentSample>> together = together(measurements, settings);
        for (int k = 0; k < measurements.size(); k++) {
            try (ModelChain chain = new ModelChain(single, pick, measurements.get(k), method, mode)) {
                LatentSample alone = sample(chain, settings.withSeed(k));
                LatentSample lane = together.get(k).join();
                assertThat(distance(lane.latent(), alone.latent()))
                        .as("lane " + k)
                        .isLessThan(1e-4);
                assertThat(Math.abs(lane.residual() / alone.residual() - 1)).isLessThan(1e-4);
            }
        }
    }

    @Test
    void neighbours_and_empty_rows_change_no_bit() {
        List<Measurement> all = measurements();
        float[] full = together(all, SETTINGS).get(0).join().latent();
        float[] alone = together(all.subList(0, 1), SETTINGS).get(0).join().latent();
        assertThat(alone).isEqualTo(full);
    }

    @Test
    void a_lane_that_diverges_fails_alone() {
        List<Measurement> bad = new ArrayList<>(measurements());
        List<CompletableFuture<LatentSample>> good = together(bad, SETTINGS);
        float[] y = bad.get(1).y().clone();
        y[0] = Float.NaN;
        bad.set(1, new Measurement(bad.get(1).operator(), y));
        List<CompletableFuture<LatentSample>> spoilt = together(bad, SETTINGS);
        assertThatThrownBy(() -> spoilt.get(1).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(DivergedException.class);
        for (int k : new int[] {0, 2}) {
            assertThat(spoilt.get(k).join().latent())
                    .isEqualTo(good.get(k).join().latent());
        }
    }

    @Test
    void a_batch_is_bound_once_for_the_same_measurements_and_only_the_last_of_others_stays() {
        List<Measurement> all = measurements();
        new BatchChain(three, pick, all, Method.PSLD, Mode.AUTHOR).close();
        long live = environment.nativeCounts().live();
        long made = environment.nativeCounts().total(NativeCounts.Kind.BINDING);
        new BatchChain(three, pick, all, Method.PSLD, Mode.AUTHOR).close();
        assertThat(environment.nativeCounts().total(NativeCounts.Kind.BINDING)).isEqualTo(made);
        new BatchChain(three, pick, measurements(), Method.PSLD, Mode.AUTHOR).close();
        assertThat(environment.nativeCounts().total(NativeCounts.Kind.BINDING)).isGreaterThan(made);
        assertThat(environment.nativeCounts().live()).isEqualTo(live);
    }

    @Test
    void what_an_earlier_batch_left_does_not_show() {
        List<Measurement> all = measurements();
        float[] first = together(all, SETTINGS).get(0).join().latent();
        together(all, SETTINGS.withSteps(3)).forEach(CompletableFuture::join);
        assertThat(together(all, SETTINGS).get(0).join().latent()).isEqualTo(first);
    }

    /** Samples every lane in a thread of its own, lane k by the seed k. */
    private static List<CompletableFuture<LatentSample>> together(List<Measurement> measurements, Settings settings) {
        ExecutorService threads = Executors.newFixedThreadPool(measurements.size());
        List<CompletableFuture<LatentSample>> samples = new ArrayList<>();
        try (BatchChain chain = new BatchChain(three, pick, measurements, settings.method(), settings.mode())) {
            for (int k = 0; k < measurements.size(); k++) {
                int lane = k;
                samples.add(CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return sample(chain.lane(lane), settings.withSeed(lane));
                            } finally {
                                chain.leave();
                            }
                        },
                        threads));
            }
            CompletableFuture.allOf(samples.toArray(CompletableFuture[]::new))
                    .handle((nothing, thrown) -> samples)
                    .join();
            return samples;
        } finally {
            threads.shutdown();
        }
    }

    private static LatentSample sample(GuidanceChain chain, Settings settings) {
        NoiseSchedule schedule = NoiseSchedule.of("scaled-linear", 0.0015, 0.0195, 1000);
        return new Sampler(schedule, settings).sample(chain, Optional.empty(), StepListener.NONE);
    }

    /** max|Δ| over max|want|. */
    private static double distance(float[] ours, float[] want) {
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < want.length; i++) {
            difference = Math.max(difference, Math.abs((double) ours[i] - want[i]));
            largest = Math.max(largest, Math.abs(want[i]));
        }
        return difference / largest;
    }
}
