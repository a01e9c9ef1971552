package dev.psld.parity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.operator.Degradation;
import dev.psld.operator.MeasurementOperator;
import dev.psld.operator.MotionKernel;
import dev.psld.sampler.NoiseSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What export/golden/make_parity.py wrote: settings, measurements, noise, latents. Immutable.
 *
 * @param tasks by word
 */
record Golden(Noise noise, Map<String, Case> tasks, List<GoldenRun> runs) {
    /** The file of noise: how many numbers it has, and where every purpose begins. */
    record Noise(int count, Map<String, Integer> offsets) {}

    /**
     * A measurement.
     *
     * @param shape of y
     * @param mask one bit a pixel, 1 known, in hexadecimal, row by row
     * @param kernel grey values of a square, one byte each, in hexadecimal
     */
    record Case(List<Integer> shape, Optional<String> mask, Optional<String> kernel) {}

    private static final int STORED = (1 << 23) - 1;

    static Golden read() {
        try {
            return new ObjectMapper().registerModule(new Jdk8Module()).readValue(bytes("parity.json"), Golden.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    NoiseSource injected() {
        return new InjectedNoise(bytes("noise.bin"), noise.offsets());
    }

    /** A with the lift of a run, through the same door as a command line. */
    MeasurementOperator operator(GoldenRun run, Shape image) {
        Degradation degradation = Degradation.of(run.operatorTask()).withLift(run.lift());
        Case made = made(run);
        if (made.mask().isPresent()) {
            degradation = degradation.withMask(mask(made.mask().get(), image.with(1, 1)));
        }
        if (made.kernel().isPresent()) {
            degradation = degradation.withKernel(kernel(made.kernel().get()));
        }
        return degradation.operator(image);
    }

    /** y, stored as signed bytes in units of 1/100. */
    float[] measurement(GoldenRun run) {
        byte[] stored = bytes(run.task() + ".y");
        float[] y = new float[stored.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) (stored[i] / 100.0);
        }
        return y;
    }

    /** y with every pixel repeated to the size of the image: the first guess of a warm start. */
    float[] guess(GoldenRun run, Shape image) {
        float[] y = measurement(run);
        int width = Math.toIntExact(image.dim(3));
        int height = Math.toIntExact(image.dim(2));
        int small = made(run).shape().get(3);
        int k = width / small;
        float[] guess = new float[Math.toIntExact(image.size())];
        for (int i = 0; i < guess.length; i++) {
            int row = i / width % height;
            guess[i] = y[(i / (width * height) * (height / k) + row / k) * small + i % width / k];
        }
        return guess;
    }

    /** The latent that was stored n-th, from signed 24-bit fractions of its largest element. */
    static double[] latent(GoldenRun run, int n) {
        byte[] stored = bytes(run.name() + ".z");
        int length = stored.length / 3 / run.recorded().size();
        double[] z = new double[length];
        for (int i = 0; i < length; i++) {
            int at = 3 * (n * length + i);
            int whole = (stored[at] & 0xff) | (stored[at + 1] & 0xff) << 8 | stored[at + 2] << 16;
            z[i] = run.scales().get(n) * whole / STORED;
        }
        return z;
    }

    private Case made(GoldenRun run) {
        return Objects.requireNonNull(tasks.get(run.task()), run.task());
    }

    private static Tensor mask(String hexadecimal, Shape shape) {
        byte[] bits = HexFormat.of().parseHex(hexadecimal);
        float[] known = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < known.length; i++) {
            known[i] = bits[i / 8] >> (7 - i % 8) & 1;
        }
        return Tensor.floats(shape, known);
    }

    private static Tensor kernel(String hexadecimal) {
        byte[] grey = HexFormat.of().parseHex(hexadecimal);
        int side = (int) Math.sqrt(grey.length);
        double[] weights = new double[grey.length];
        Arrays.setAll(weights, i -> grey[i] & 0xff);
        return MotionKernel.normalised(Tensor.doubles(Shape.of(side, side), weights));
    }

    private static byte[] bytes(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/parity/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
