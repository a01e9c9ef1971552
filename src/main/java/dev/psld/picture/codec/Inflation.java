package dev.psld.picture.codec;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates small things whole, up to a bound. Stateless. */
final class Inflation {
    private static final int STEP = 1 << 16;

    private Inflation() {}

    /** The content of a zlib stream; empty when it is broken, cut off, or larger than {@code most} bytes. */
    static Optional<byte[]> of(byte[] zlib, int from, int most) {
        if (from >= zlib.length) {
            return Optional.empty();
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(zlib, from, zlib.length - from);
            byte[] out = new byte[Math.min(most + 1, STEP)];
            int size = 0;
            while (!inflater.finished()) {
                if (size == out.length) {
                    if (size > most) {
                        return Optional.empty();
                    }
                    out = Arrays.copyOf(out, Math.min(most + 1, 2 * size));
                }
                int got = inflater.inflate(out, size, out.length - size);
                if (got == 0 && !inflater.finished() && size < out.length) {
                    return Optional.empty();
                }
                size += got;
            }
            return size > most ? Optional.empty() : Optional.of(Arrays.copyOf(out, size));
        } catch (DataFormatException e) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }
}
