package dev.psld.parity;

import dev.psld.sampler.NoiseSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Noise cut out of one file of N signed 16-bit numbers in units of 1/8192, by the rule that export/golden/make_parity.py
 * states: element i of draw k = 0, 1, … of a purpose is the number at (offset + (k + 1)·i) mod N. Not thread-safe; one per
 * run.
 */
final class InjectedNoise implements NoiseSource {
    private final short[] numbers;
    private final Map<String, Integer> offsets;
    private final Map<String, Integer> draws = new HashMap<>();

    /** @param offsets where every purpose begins */
    InjectedNoise(byte[] file, Map<String, Integer> offsets) {
        this.numbers = new short[file.length / 2];
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(numbers);
        this.offsets = offsets;
    }

    @Override
    public float[] start(int count) {
        return draw("start", count);
    }

    @Override
    public float[] step(int count) {
        return draw("step", count);
    }

    @Override
    public float[] measurement(int count) {
        return draw("measurement", count);
    }

    @Override
    public float[] encoder(int count) {
        return draw("encoder", count);
    }

    private float[] draw(String purpose, int count) {
        long offset = Objects.requireNonNull(offsets.get(purpose), purpose);
        long stride = draws.merge(purpose, 1, Integer::sum);
        float[] drawn = new float[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = numbers[(int) ((offset + stride * i) % numbers.length)] / 8192f;
        }
        return drawn;
    }
}
