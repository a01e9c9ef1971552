package dev.psld.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.TinyBundle;
import dev.psld.chain.BoundLease;
import dev.psld.chain.ModelChain;
import dev.psld.chain.ModelSessions;
import dev.psld.graph.Shape;
import dev.psld.operator.Degradation;
import dev.psld.operator.Measurement;
import dev.psld.operator.MeasurementOperator;
import dev.psld.operator.Task;
import dev.psld.ort.Environment;
import dev.psld.ort.Pick;
import dev.psld.ort.ProviderLadder;
import dev.psld.sampler.ChainedStep;
import dev.psld.sampler.DivergedException;
import dev.psld.sampler.Draws;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.NoiseSchedule;
import dev.psld.sampler.Sampler;
import dev.psld.sampler.Settings;
import dev.psld.sampler.StepCheck;
import dev.psld.sampler.StepEngine;
import dev.psld.sampler.StepGrid;
import dev.psld.sampler.StepInput;
import dev.psld.sampler.StepListener;
import dev.psld.sampler.StepOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The fused step against the chain, which is tested against slopes and closed forms. */
@Tag("slow")
class FusedStepTest {
    private static final Shape IMAGE = Shape.of(1, 3, 16, 16);
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.of("scaled-linear", 0.0015, 0.0195, 1000);
    private static final StepCheck CHECK = new StepCheck(3, 50);

    @TempDir
    static Path folder;

    private static Environment environment;
    private static Pick pick;
    private static ModelSessions models;
    private static FusedModel fused;

    @BeforeAll
    static void load() throws IOException {
        environment = Environment.open();
        pick = ProviderLadder.pick(environment);
        Bundle bundle = TinyBundle.export(environment, folder, dev.psld.autodiff.Mode.TAPE);
        models = ModelSessions.load(environment, bundle, pick);
        fused = FusedModel.load(environment, bundle, pick);
    }

    @AfterAll
    static void close() {
        fused.close();
        models.close();
        environment.close();
    }

    static Stream<Arguments> everything() {
        return Arrays.stream(Task.values())
                .filter(task -> task != Task.CUSTOM)
                .flatMap(task -> Stream.of(Method.PSLD, Method.GML_DPS, Method.LATENT_DPS)
                        .flatMap(method -> Arrays.stream(Mode.values()).map(mode -> Arguments.of(task, method, mode))));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void a_fused_step_has_the_numbers_of_the_chain(Task task, Method method, Mode mode) {
        Settings settings = settings(method, mode, 0, 0);
        StepInput input = input(measurement(task), settings, 437, 2, 20, 0);
        compare(task, settings, engine -> engine.step(input, CHECK));
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"PSLD", "GML_DPS", "LATENT_DPS"})
    void noise_on_the_way_clipping_and_polishing_too(Method method) {
        Task task = Task.SR4;
        Settings settings = settings(method, Mode.STABLE, 0.3, 1);
        StepInput input = input(measurement(task), settings, 437, 2, 200, 0.1);
        float[] clipped = compare(task, settings, engine -> engine.step(input, CHECK));
        float[] free = compare(task, settings(method, Mode.STABLE, 0, 1), engine -> engine.step(input, CHECK));
        assertThat(difference(clipped, free)).as("the limit was reached").isGreaterThan(1e-3);
        compare(task, settings, engine -> engine.polish(input.zt(), 0.02, 0.2, CHECK));
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"PSLD", "GML_DPS", "LATENT_DPS"})
    void a_draw_of_the_encoder_without_noise_on_the_measurement_and_another_denominator(Method method) {
        Settings drawing = new Settings(method, Mode.STABLE, 50, 0.1, 1, 0, 0, 1, 0, 1, 0, 0.5, true, 0.05, 42);
        StepInput input = input(measurement(Task.SR4), drawing, 437, 2, 20, 0);
        float[] found = compare(Task.SR4, drawing, engine -> engine.step(input, CHECK));
        Settings plain = settings(method, Mode.STABLE, 0, 0);
        StepInput mean = input(measurement(Task.SR4), plain, 437, 2, 20, 0);
        float[] other = compare(Task.SR4, plain, engine -> engine.step(mean, CHECK));
        assertThat(difference(found, other)).as("both have an effect").isGreaterThan(1e-4);
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void without_weights_it_is_ddim(Method method) {
        Settings settings = settings(method, Mode.STABLE, 0, 0.5);
        StepInput input = input(measurement(Task.DENOISE), settings, 437, 0, 0, 0.05);
        compare(Task.DENOISE, settings, engine -> engine.step(input, CHECK));
    }

    @Test
    void a_whole_run_ends_where_the_chain_ends() {
        Settings settings = Settings.defaults().withSteps(8).withWeights(0.001, 0.01);
        Measurement measurement = measurement(Task.INPAINT_BOX);
        Sampler sampler = new Sampler(SCHEDULE, settings);
        try (ModelChain chain = new ModelChain(models, pick, measurement, Method.PSLD, Mode.STABLE);
                FusedStep step = new FusedStep(fused, measurement, settings)) {
            var expected = sampler.sample(chain, Optional.empty(), StepListener.NONE);
            var found = sampler.sample(step, Optional.empty(), StepListener.NONE);
            assertThat(difference(found.latent(), expected.latent())).isLessThan(1e-5);
            assertThat(found.residual()).isCloseTo(expected.residual(), within(1e-5 * expected.residual()));
            assertThat(difference(step.decode(expected.latent()), chain.picture()))
                    .isLessThan(1e-5);
            assertThat(step.clock().seconds()).containsOnlyKeys("step", "look");
            assertThat(sampler.sample(step, Optional.empty(), StepListener.NONE).latent())
                    .as("the same seed gives the same bytes")
                    .isEqualTo(found.latent());
        }
    }

    @Test
    void steps_serve_the_next_sample_of_the_same_measurement_with_the_same_bytes() {
        Settings settings = Settings.defaults().withSteps(4).withWeights(0.001, 0.01);
        Measurement measurement = measurement(Task.INPAINT_BOX);
        List<float[]> latents = new ArrayList<>();
        List<Long> live = new ArrayList<>();
        for (long seed : new long[] {1, 2, 1}) {
            Settings own = settings.withSeed(seed);
            try (BoundLease<FusedStep> lease = fused.lease(measurement, own)) {
                latents.add(new Sampler(SCHEDULE, own)
                        .sample(lease.bound(), Optional.empty(), StepListener.NONE)
                        .latent());
            }
            live.add(environment.nativeCounts().live());
        }
        assertThat(latents.get(2)).isEqualTo(latents.get(0)).isNotEqualTo(latents.get(1));
        assertThat(live).containsOnly(live.get(0));
    }

    @Test
    void a_number_that_is_not_finite_stops_it_and_says_where() {
        Settings settings = settings(Method.PSLD, Mode.STABLE, 0, 0);
        Measurement measurement = measurement(Task.SR4);
        StepInput input = input(measurement, settings, 437, 2, 20, 0);
        input.zt()[0] = Float.NaN;
        try (FusedStep step = new FusedStep(fused, measurement, settings)) {
            assertThatThrownBy(() -> step.step(input, CHECK))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("step 3 of 50")
                    .hasMessageContaining("the predicted noise");
        }
    }

    @Test
    void a_step_gives_back_its_tensors_and_a_second_photo_uses_the_session_again() {
        Settings settings = settings(Method.PSLD, Mode.STABLE, 0, 0);
        StepInput input = input(measurement(Task.INPAINT), settings, 437, 2, 20, 0);
        long before = 0;
        for (int photo = 0; photo < 3; photo++) {
            try (FusedStep step = new FusedStep(fused, measurement(Task.INPAINT), settings)) {
                step.step(input, CHECK);
                step.residual(input.zt());
            }
            before = photo == 0 ? environment.nativeCounts().live() : before;
            assertThat(environment.nativeCounts().live()).isEqualTo(before);
        }
    }

    private interface Work {
        StepOutput on(StepEngine engine);
    }

    /** Both engines' results agree; gives the new latent. */
    private static float[] compare(Task task, Settings settings, Work work) {
        Measurement measurement = measurement(task);
        try (ModelChain chain = new ModelChain(models, pick, measurement, settings.method(), settings.mode());
                FusedStep step = new FusedStep(fused, measurement, settings)) {
            StepOutput expected = work.on(new ChainedStep(chain, settings));
            StepOutput found = work.on(step);
            assertThat(difference(found.latent(), expected.latent())).isLessThan(1e-5);
            assertThat(difference(found.estimate(), expected.estimate())).isLessThan(1e-5);
            close(found.residual(), expected.residual());
            close(found.gluing(), expected.gluing());
            return found.latent();
        }
    }

    private static void close(double found, double expected) {
        if (Double.isNaN(expected)) {
            assertThat(found).isNaN();
        } else {
            assertThat(found).isCloseTo(expected, within(1e-5 * Math.abs(expected)));
        }
    }

    private static Settings settings(Method method, Mode mode, double clip, double eta) {
        return new Settings(method, mode, 50, 0.1, 1, 0, eta, 1, 0, 1, clip, 2, false, 0.05, 42);
    }

    private static Measurement measurement(Task task) {
        MeasurementOperator operator =
                Degradation.of(task == Task.INPAINT ? Task.INPAINT_BOX : task).operator(IMAGE);
        return new Measurement(operator, Draws.of(5, "y").normal((int)
                operator.measurementShape().size()));
    }

    private static StepInput input(
            Measurement measurement, Settings settings, int t, double gamma, double omega, double deviation) {
        int n = 4 * 4 * 4;
        boolean noisy = settings.mode() == Mode.AUTHOR;
        return new StepInput(
                Draws.of(1, "z").normal(n),
                new StepGrid.Point(t, SCHEDULE.alphaBar(t), SCHEDULE.alphaBar(t - 20), 20),
                gamma,
                omega,
                deviation,
                deviation > 0 ? Optional.of(Draws.of(2, "step").normal(n)) : Optional.empty(),
                noisy ? Optional.of(Draws.of(3, "noise").normal(measurement.y().length)) : Optional.empty(),
                settings.drawsEncoded() ? Optional.of(Draws.of(4, "encoder").normal(n)) : Optional.empty());
    }

    /** max|a − b| over max|b|. */
    private static double difference(float[] a, float[] b) {
        double worst = 0;
        double size = 0;
        for (int i = 0; i < b.length; i++) {
            worst = Math.max(worst, Math.abs((double) a[i] - b[i]));
            size = Math.max(size, Math.abs(b[i]));
        }
        return worst / size;
    }
}
