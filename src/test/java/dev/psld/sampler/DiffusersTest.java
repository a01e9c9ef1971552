package dev.psld.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schedule, author grid and DDIM step against diffusers' DDIMScheduler (export/golden/make_schedule.py). */
class DiffusersTest {
    /** diffusers multiplies its ā in single precision: a relative 6e-8 for each of up to 1,000 factors at worst. */
    private static final double SINGLE = 2e-5;

    static Stream<JsonNode> schedules() {
        return each("schedules");
    }

    static Stream<JsonNode> runs() {
        return each("runs");
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void alpha_bar_is_that_of_diffusers(JsonNode golden) {
        NoiseSchedule schedule = NoiseSchedule.of(
                golden.get("kind").asText(),
                golden.get("start").asDouble(),
                golden.get("end").asDouble(),
                1000);
        double[] want = doubles(golden.get("alphaBar"));
        assertThat(want).hasSize(28);
        for (int i = 0; i < want.length; i++) {
            assertThat(schedule.alphaBar(i * golden.get("every").asInt()) / want[i])
                    .isCloseTo(1, within(SINGLE));
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void a_ddim_run_on_the_authors_grid_is_that_of_diffusers(JsonNode golden) {
        int steps = golden.get("steps").asInt();
        double eta = golden.get("eta").asDouble();
        Settings settings = new Settings(Method.DDIM, Mode.AUTHOR, steps, 0, 0, 0, eta, 1, 0, 1, 0, 2, false, 0, 0);
        Sampler sampler = new Sampler(NoiseSchedule.of("scaled-linear", 0.0015, 0.0195, 1000), settings);
        assertThat(sampler.grid().points().stream().mapToInt(StepGrid.Point::t).toArray())
                .containsExactly(ints(golden.get("timesteps")));
        HalfCosine chain = new HalfCosine(golden.get("start").size());
        LatentSample sample = sampler.sample(chain, Optional.empty(), new Turned(golden), StepListener.NONE);
        chain.latents.add(sample.latent());
        for (int k = 0; k < steps; k++) {
            double[] want = doubles(golden.get("latents").get(k));
            for (int i = 0; i < want.length; i++) {
                assertThat((double) chain.latents.get(k + 1)[i])
                        .as("step %d", k + 1)
                        .isCloseTo(want[i], within(SINGLE));
            }
        }
    }

    /** ε = (z + cos(t/100))/2 instead of a net; keeps the latents that steps began with. */
    private static final class HalfCosine implements GuidanceChain {
        private final int length;
        private final List<float[]> latents = new ArrayList<>();

        HalfCosine(int length) {
            this.length = length;
        }

        @Override
        public float[] predictNoise(float[] zt, double alphaBar, int t) {
            latents.add(zt.clone());
            float[] eps = new float[length];
            for (int i = 0; i < length; i++) {
                eps[i] = (float) ((zt[i] + Math.cos(t / 100.0)) / 2);
            }
            return eps;
        }

        @Override
        public int latentLength() {
            return length;
        }

        @Override
        public double scale() {
            return 1;
        }

        @Override
        public int measurementLength() {
            return 0;
        }

        @Override
        public long informative() {
            return 0;
        }

        @Override
        public float[] pullNoise(float[] cotangent) {
            throw new AssertionError("nothing is differentiated");
        }

        @Override
        public Observation observe(float[] z, Optional<float[]> noise) {
            throw new AssertionError("nothing is measured");
        }

        @Override
        public float[] pullObservation(double residualScale, Optional<Moments> encoded) {
            throw new AssertionError("nothing is measured");
        }
    }

    /** The stored noise, turned by one place a step. */
    private static final class Turned implements NoiseSource {
        private final double[] start;
        private final double[] fresh;
        private int step;

        Turned(JsonNode golden) {
            start = doubles(golden.get("start"));
            fresh = doubles(golden.get("fresh"));
        }

        @Override
        public float[] start(int count) {
            return GaussianChain.narrow(start);
        }

        @Override
        public float[] step(int count) {
            float[] turned = new float[count];
            for (int i = 0; i < count; i++) {
                turned[(i + step) % count] = (float) fresh[i];
            }
            step++;
            return turned;
        }

        @Override
        public float[] measurement(int count) {
            throw new AssertionError("nothing is measured");
        }

        @Override
        public float[] encoder(int count) {
            throw new AssertionError("nothing is encoded");
        }
    }

    private static Stream<JsonNode> each(String name) {
        try (InputStream in = DiffusersTest.class.getResourceAsStream("/golden/schedule/diffusers.json")) {
            return StreamSupport.stream(
                    new ObjectMapper().readTree(in).get(name).spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] doubles(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private static int[] ints(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }
}
