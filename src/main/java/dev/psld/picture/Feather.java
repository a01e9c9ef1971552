package dev.psld.picture;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How the edge of a hole fades into the photo around it. Immutable and thread-safe.
 *
 * <p>The mask, widened by half a kernel, is blurred by a Gaussian kernel; that is the share of what was made. So missing pixels
 * are wholly made, whatever the kernel, for nothing of what the photo has there may come back; from the edge outwards the share
 * falls, and beyond {@code size − 1} pixels the photo is kept bit for bit.
 *
 * @param size of the kernel in pixels, odd; 1 is a hard edge
 * @param sigma standard deviation of the kernel in pixels; 0 is a hard edge
 */
public record Feather(int size, double sigma) {
    /** A hard edge. */
    public static final Feather NONE = new Feather(1, 0);

    /** Standard deviations from the middle of a kernel to its end, where only one of size and σ is given. */
    private static final double REACH = 3;

    private static final int LARGEST = 101;

    /** @throws IllegalArgumentException when size is even or below 1, or σ below 0 */
    public Feather {
        if (size < 1 || size % 2 == 0 || !(sigma >= 0)) {
            throw new IllegalArgumentException("a kernel cannot have the size " + size + " and σ " + sigma);
        }
    }

    /**
     * As somebody asks for it: an even size is taken for the odd one above, 0 for 1; where only one of both is given, the kernel
     * ends at three standard deviations.
     */
    public static Feather of(OptionalInt size, OptionalDouble sigma) {
        if (size.isEmpty() && sigma.isEmpty()) {
            return NONE;
        }
        int odd = size.isPresent()
                ? size.getAsInt() | 1
                : Math.min(LARGEST, 2 * (int) Math.ceil(REACH * sigma.orElseThrow()) + 1);
        return new Feather(odd, sigma.orElse((odd - 1) / (2 * REACH)));
    }

    /** Whether nothing fades. */
    public boolean hard() {
        return size == 1 || sigma == 0;
    }

    /**
     * Both in one: what was made where pixels are missing, the photo far from these, a mixture between.
     *
     * @param photo with the missing pixels already in it
     * @param made of the same size
     */
    public Picture blend(Mask mask, Picture photo, Picture made) {
        if (hard() || mask.missingCount() == 0) {
            return photo;
        }
        PixelRegion near = PixelRegion.around(mask, size - 1);
        Mask part = mask.cropped(near);
        float[] share = shares(part);
        float[] ours = made.cropped(near).samples();
        float[] theirs = photo.cropped(near).samples();
        for (int i = 0; i < ours.length; i++) {
            int pixel = i % share.length;
            if (!part.missing(pixel)) {
                theirs[i] += share[pixel] * (ours[i] - theirs[i]);
            }
        }
        return photo.pasted(near, Picture.rgb(near.width(), near.height(), theirs));
    }

    /** The share of what was made, in [0, 1], row by row: 1 where a pixel is missing. Beyond the border is as at it. */
    float[] shares(Mask mask) {
        int width = mask.width();
        int height = mask.height();
        float[] share = new float[width * height];
        for (int i = 0; i < share.length; i++) {
            share[i] = mask.missing(i) ? 1 : 0;
        }
        lines(share, width, height, 1, width, this::widen);
        lines(share, height, width, width, 1, this::widen);
        double[] taps = taps();
        lines(share, width, height, 1, width, (from, to) -> blur(taps, from, to));
        lines(share, height, width, width, 1, (from, to) -> blur(taps, from, to));
        for (int i = 0; i < share.length; i++) {
            share[i] = mask.missing(i) ? 1 : Math.min(1, share[i]);
        }
        return share;
    }

    /** One row or column to another. */
    private interface Line {
        void make(float[] from, float[] to);
    }

    private static void lines(float[] plane, int length, int count, int step, int next, Line make) {
        float[] from = new float[length];
        float[] to = new float[length];
        for (int line = 0; line < count; line++) {
            for (int i = 0; i < length; i++) {
                from[i] = plane[line * next + i * step];
            }
            make.make(from, to);
            for (int i = 0; i < length; i++) {
                plane[line * next + i * step] = to[i];
            }
        }
    }

    private void widen(float[] from, float[] to) {
        int half = size / 2;
        int left = -1; // the last missing pixel that was seen
        for (int i = 0; i < from.length; i++) {
            left = from[i] > 0 ? i : left;
            to[i] = left >= 0 && i - left <= half ? 1 : 0;
        }
        int right = -1;
        for (int i = from.length - 1; i >= 0; i--) {
            right = from[i] > 0 ? i : right;
            if (right >= 0 && right - i <= half) {
                to[i] = 1;
            }
        }
    }

    private void blur(double[] taps, float[] from, float[] to) {
        int half = size / 2;
        for (int i = 0; i < from.length; i++) {
            double sum = 0;
            for (int k = 0; k < size; k++) {
                sum += taps[k] * from[Math.max(0, Math.min(from.length - 1, i + k - half))];
            }
            to[i] = (float) sum;
        }
    }

    /** The kernel along one axis; its sum is 1. */
    double[] taps() {
        double[] taps = new double[size];
        for (int k = 0; k < size; k++) {
            double x = (k - size / 2) / sigma;
            taps[k] = Math.exp(-x * x / 2);
        }
        double sum = Arrays.stream(taps).sum();
        Arrays.setAll(taps, k -> taps[k] / sum);
        return taps;
    }
}
