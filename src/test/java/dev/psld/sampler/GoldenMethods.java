package dev.psld.sampler;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.operator.AveragePool;
import dev.psld.operator.KnownPixels;
import dev.psld.operator.Lift;
import dev.psld.operator.Measurement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What export/golden/make_methods.py wrote. Immutable by convention. */
@SuppressWarnings("ArrayRecordComponent")
record GoldenMethods(
        double[] levels,
        float[] start,
        float[] step,
        float[] measurement,
        int[] mask,
        Variation variation,
        Biharmonic biharmonic,
        List<Case> cases) {
    static final int HEIGHT = 6;
    static final int WIDTH = 4;
    static final Shape IMAGE = Shape.of(1, 3, HEIGHT, WIDTH);

    record Variation(float[] y, double[] denoised, double[] chambolle) {}

    record Biharmonic(int height, int width, double[] plane, int[] missing, double[] filled) {}

    record Case(String operator, double sigma, float[] y, float[] guess, Made made) {}

    record Made(
            double[] ddrm,
            @JsonProperty("score-sde") double[] scoreSde,
            @JsonProperty("pnp-admm") double[] pnpAdmm,
            double[] dps,
            double[] mcg,
            @JsonProperty("admm-tv") double[] admmTv) {}

    static GoldenMethods read() {
        try (InputStream in = GoldenMethods.class.getResourceAsStream("/golden/methods/methods.json")) {
            return new ObjectMapper().readValue(Objects.requireNonNull(in), GoldenMethods.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InverseProblem problem(Case one) {
        float[] known = new float[mask.length];
        for (int i = 0; i < known.length; i++) {
            known[i] = mask[i];
        }
        return new InverseProblem(
                new Measurement(
                        one.operator().equals("pool")
                                ? AveragePool.of(IMAGE, 2)
                                : KnownPixels.of(
                                        IMAGE, Tensor.floats(Shape.of(1, 1, HEIGHT, WIDTH), known), Lift.STABLE),
                        one.y()),
                Optional.of(one.guess()));
    }

    PictureSettings settings(Method method, double lambda, double zeta, double sigma) {
        return new PictureSettings(method, (int) levels[2], levels[0], levels[1], 0, lambda, zeta, 1e-6, sigma, 7);
    }

    /** The noise that was injected. */
    NoiseSource noise() {
        return new NoiseSource() {
            private int steps;
            private int measurements;

            @Override
            public float[] start(int count) {
                return start.clone();
            }

            @Override
            public float[] step(int count) {
                return Arrays.copyOfRange(step, count * steps, count * ++steps);
            }

            @Override
            public float[] measurement(int count) {
                return Arrays.copyOfRange(measurement, count * measurements, count * ++measurements);
            }

            @Override
            public float[] encoder(int count) {
                throw new AssertionError("nothing is encoded");
            }
        };
    }

    /** The denoiser of the reference, and its pullback. */
    static float[] denoise(float[] x, double level) {
        float[] made = new float[x.length];
        for (int i = 0; i < made.length; i++) {
            made[i] = (float) (0.6 * x[i] / (1 + level * level) + 0.3 * Math.tanh(x[i] / (0.2 + level)));
        }
        return made;
    }

    static double worst(float[] made, double[] expected) {
        double worst = 0;
        for (int i = 0; i < made.length; i++) {
            worst = Math.max(worst, Math.abs(made[i] - expected[i]));
        }
        return worst;
    }
}
