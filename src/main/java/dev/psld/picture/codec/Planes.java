package dev.psld.picture.codec;

import java.util.Optional;

/**
 * The samples of an image at full precision, in its own colour space. Immutable by convention.
 *
 * @param bands  colour planes: 1 grey, 3 RGB, 4 CMYK (1 is full ink)
 * @param values {@code bands·height·width} values in [0, 1]
 * @param alpha  {@code height·width} values in [0, 1], 0 is transparent; colours are not multiplied by it
 * @param bitDepth 8, or 16 for everything deeper
 */
@SuppressWarnings("ArrayRecordComponent")
public record Planes(int width, int height, int bands, float[] values, Optional<float[]> alpha, int bitDepth) {

    /** Empty planes to be filled. */
    static Planes blank(int width, int height, int bands, boolean alpha, int bitDepth) {
        int n = width * height;
        return new Planes(
                width,
                height,
                bands,
                new float[Math.multiplyExact(bands, n)],
                alpha ? Optional.of(new float[n]) : Optional.empty(),
                bitDepth);
    }

    /** RGB of CMYK without a profile: (1 − c)·(1 − k) and so on. */
    public Planes cmykToRgb() {
        int n = width * height;
        float[] rgb = new float[3 * n];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (1 - values[i]) * (1 - values[3 * n + i % n]);
        }
        return new Planes(width, height, 3, rgb, alpha, bitDepth);
    }

    /** Divides colours that were multiplied by their alpha. */
    void divideByAlpha() {
        alpha.ifPresent(a -> {
            for (int i = 0; i < values.length; i++) {
                float by = a[i % a.length];
                values[i] = by > 0 ? Math.min(1f, values[i] / by) : 0f;
            }
        });
    }
}
