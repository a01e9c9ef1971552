package dev.psld.picture;

import java.util.Optional;

/**
 * An sRGB picture as planar floats: red, green and blue planes (CHW) in [-1, 1] and an optional alpha plane in [0, 1].
 * Immutable and thread-safe; arrays are copied on the way in and out.
 */
public final class Picture {

    public static final int CHANNELS = 3;

    private final int width;
    private final int height;
    private final float[] samples;
    private final Optional<float[]> alpha;
    private final Origin origin;

    private Picture(int width, int height, float[] samples, Optional<float[]> alpha, Origin origin) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a picture of " + width + "×" + height + " has no pixels");
        }
        long pixels = (long) width * height;
        if (samples.length != CHANNELS * pixels) {
            throw new IllegalArgumentException("a picture of " + width + "×" + height + " has " + CHANNELS * pixels
                    + " samples, not " + samples.length);
        }
        if (alpha.isPresent() && alpha.get().length != pixels) {
            throw new IllegalArgumentException("the alpha plane of a picture of " + width + "×" + height + " has "
                    + pixels + " values, not " + alpha.get().length);
        }
        this.width = width;
        this.height = height;
        this.samples = samples;
        this.alpha = alpha;
        this.origin = origin;
    }

    /** An opaque 8-bit colour picture of {@code 3·height·width} samples. */
    public static Picture rgb(int width, int height, float[] samples) {
        return of(width, height, samples, Optional.empty(), Origin.RGB8);
    }

    public static Picture of(int width, int height, float[] samples, Optional<float[]> alpha, Origin origin) {
        return new Picture(width, height, samples.clone(), alpha.map(float[]::clone), origin);
    }

    /** As {@link #of}, but the caller gives the arrays away: large pictures are not copied twice. */
    static Picture owning(int width, int height, float[] samples, Optional<float[]> alpha, Origin origin) {
        return new Picture(width, height, samples, alpha, origin);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public long pixels() {
        return (long) width * height;
    }

    /** A copy of the samples: {@code (channel·height + y)·width + x}. */
    public float[] samples() {
        return samples.clone();
    }

    public float sample(int channel, int x, int y) {
        return samples[(channel * height + y) * width + x];
    }

    /** A copy of the alpha plane, {@code y·width + x}, 0 = transparent; empty when the picture is opaque. */
    public Optional<float[]> alpha() {
        return alpha.map(float[]::clone);
    }

    /** The samples themselves, not a copy of what may be large: only to be read. */
    public float[] readSamples() {
        return samples;
    }

    float[] ownSamples() {
        return samples;
    }

    Optional<float[]> ownAlpha() {
        return alpha;
    }

    public Origin origin() {
        return origin;
    }

    public int bitDepth() {
        return origin.bitDepth();
    }

    public boolean grey() {
        return origin.grey();
    }

    /** A part of it, opaque. */
    public Picture cropped(PixelRegion part) {
        return rgb(part.width(), part.height(), part.of(ownSamples(), width, height));
    }

    /** With another picture's samples in a part of it. */
    public Picture pasted(PixelRegion part, Picture other) {
        float[] all = samples();
        part.into(all, width, height, other.ownSamples());
        return withSamples(all);
    }

    /** Other samples under the same size, alpha and origin. */
    public Picture withSamples(float[] other) {
        return new Picture(width, height, other.clone(), alpha, origin);
    }

    public Picture withOrigin(Origin other) {
        return new Picture(width, height, samples, alpha, other);
    }

    public Picture withoutAlpha() {
        return new Picture(width, height, samples, Optional.empty(), origin);
    }

    /** This picture as transparent as another one, whose alpha is scaled to its size. */
    public Picture withAlphaOf(Picture other) {
        Optional<float[]> scaled =
                other.alpha.map(a -> Resampler.BICUBIC.resize(a, 1, other.height, other.width, height, width));
        scaled.ifPresent(a -> {
            for (int i = 0; i < a.length; i++) {
                a[i] = Math.max(0f, Math.min(1f, a[i]));
            }
        });
        return new Picture(width, height, samples, scaled, origin);
    }

    /** This picture, grey where all of its known pixels are: what was painted over a hole may have any colour. */
    public Picture greyWhereKnown(Mask mask) {
        int n = width * height;
        boolean any = false;
        for (int i = 0; i < n; i++) {
            if (!mask.missing(i)) {
                any = true;
                if (samples[i] != samples[n + i] || samples[i] != samples[2 * n + i]) {
                    return this;
                }
            }
        }
        return any ? withOrigin(origin.grey(true)) : this;
    }

    /** Rec. 709 luma in all three channels; samples that are grey already stay bit for bit what they are. */
    public Picture toGrey() {
        int n = width * height;
        float[] grey = new float[samples.length];
        for (int i = 0; i < n; i++) {
            float luma = luma(i);
            grey[i] = luma;
            grey[n + i] = luma;
            grey[2 * n + i] = luma;
        }
        return owning(width, height, grey, alpha, origin.grey(true));
    }

    /** Rec. 709 luma of a pixel, row after row; what is grey already stays bit for bit what it is. */
    float luma(int pixel) {
        int n = width * height;
        float r = samples[pixel];
        float g = samples[n + pixel];
        float b = samples[2 * n + pixel];
        return r == g && g == b ? r : (float) (0.2126 * r + 0.7152 * g + 0.0722 * b);
    }

    /** An opaque 8-bit colour picture of samples that are given away: they are cut to [-1, 1] where they are; NaN is an error. */
    public static Picture cut(int width, int height, float[] samples) {
        cut(samples, samples);
        return owning(width, height, samples, Optional.empty(), Origin.RGB8);
    }

    private static void cut(float[] samples, float[] into) {
        for (int i = 0; i < samples.length; i++) {
            if (Float.isNaN(samples[i])) {
                throw new IllegalArgumentException("sample " + i + " of the picture is not a number");
            }
            into[i] = Math.max(-1f, Math.min(1f, samples[i]));
        }
    }

    /** Refuses samples that are not numbers, for a black pixel would hide them. */
    void requireNumbers() {
        for (int i = 0; i < samples.length; i++) {
            if (Float.isNaN(samples[i])) {
                throw new IllegalArgumentException("sample " + i + " of the picture is not a number");
            }
        }
    }

    /** Samples cut to [-1, 1]; NaN is an error, for a black pixel would hide it. */
    public Picture clamped() {
        float[] cut = new float[samples.length];
        cut(samples, cut);
        return owning(width, height, cut, alpha, origin);
    }

    /**
     * The restored picture with every known pixel put back bit for bit from the original. Origin and alpha are those of
     * the original, except that missing pixels become opaque; a grey original makes the restored part grey.
     */
    public static Picture composite(Mask mask, Picture original, Picture restored) {
        return composite(mask, original, new PixelRegion(0, 0, original.width, original.height), restored);
    }

    /** The same where only a part was restored, which holds all missing pixels. */
    static Picture composite(Mask mask, Picture original, PixelRegion part, Picture restored) {
        if (restored.width != part.width()
                || restored.height != part.height()
                || mask.width() != original.width
                || mask.height() != original.height) {
            throw new IllegalArgumentException("mask " + mask.width() + "×" + mask.height() + ", original "
                    + original.width + "×" + original.height + " and restored picture " + restored.width + "×"
                    + restored.height + " differ in size");
        }
        int n = original.width * original.height;
        float[] mixed = original.samples.clone();
        float[] fill = original.grey() ? restored.toGrey().samples : restored.samples;
        Optional<float[]> alpha = original.alpha();
        for (int v = 0; v < part.height(); v++) {
            for (int u = 0; u < part.width(); u++) {
                int to = (part.y() + v) * original.width + part.x() + u;
                if (mask.missing(to)) {
                    for (int c = 0; c < CHANNELS; c++) {
                        mixed[c * n + to] = fill[(c * part.height() + v) * part.width() + u];
                    }
                    alpha.ifPresent(a -> a[to] = 1f);
                }
            }
        }
        return owning(original.width, original.height, mixed, alpha, original.origin);
    }

    boolean sameSize(Picture other) {
        return width == other.width && height == other.height;
    }

    /** [-1, 1] to 0 … 2^bits - 1, cut to that range and rounded half up; the exact inverse of {@link #dequantise}. */
    public static int quantise(float sample, int bits) {
        return quantiseUnit((sample + 1.0) * 0.5, bits);
    }

    static int quantiseUnit(double unit, int bits) {
        int top = (1 << bits) - 1;
        return (int) Math.max(0, Math.min(top, Math.floor(unit * top + 0.5)));
    }

    /** 0 … 2^bits - 1 to [-1, 1]. */
    public static float dequantise(int value, int bits) {
        return (float) (value * 2.0 / ((1 << bits) - 1) - 1.0);
    }
}
