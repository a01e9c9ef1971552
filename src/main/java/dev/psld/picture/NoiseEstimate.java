package dev.psld.picture;

import java.util.Arrays;

/**
 * How much white Gaussian noise a picture has, told from the picture alone. Stateless.
 *
 * <p>The mask of Immerkær (“Fast Noise Variance Estimation”, 1996), which edges and slopes hardly pass, on the differences of
 * the colours, in which most of a photo's own texture cancels; of what is left the median, as of a normal distribution
 * (Donoho and Johnstone 1994). Clipped pixels and their neighbours are left out. Noise that a camera or a file format has
 * smoothed is not seen in full.
 */
public final class NoiseEstimate {
    /** Values that the median is taken of, at most about. */
    private static final int ENOUGH = 3_000_000;

    private static final double NORMAL_MEDIAN = 0.6745;

    private NoiseEstimate() {}

    /** σ in [−1, 1] units; 0 where the picture is too small or all of it is clipped. */
    public static double of(Picture picture) {
        int h = picture.height();
        int w = picture.width();
        float[] x = picture.ownSamples();
        int every = (int) Math.max(1, 3L * h * w / ENOUGH);
        float[] found = new float[3 * w * ((h + every - 1) / every)];
        int count = 0;
        for (int i = 1; i + 1 < h; i += every) {
            for (int j = 1; j + 1 < w; j++) {
                if (clipped(x, h, w, i, j)) {
                    continue;
                }
                int at = i * w + j;
                if (picture.grey()) {
                    found[count++] = Math.abs(masked(x, at, w));
                    continue;
                }
                float r = masked(x, at, w);
                float g = masked(x, h * w + at, w);
                float b = masked(x, 2 * h * w + at, w);
                found[count++] = Math.abs(r - g) / (float) Math.sqrt(2);
                found[count++] = Math.abs(g - b) / (float) Math.sqrt(2);
                found[count++] = Math.abs(r - b) / (float) Math.sqrt(2);
            }
        }
        Arrays.sort(found, 0, count);
        return count == 0 ? 0 : found[count / 2] / NORMAL_MEDIAN;
    }

    /** [1 −2 1; −2 4 −2; 1 −2 1]/6, of unit norm. */
    private static float masked(float[] x, int at, int w) {
        float above = x[at - w - 1] - 2 * x[at - w] + x[at - w + 1];
        float here = x[at - 1] - 2 * x[at] + x[at + 1];
        float below = x[at + w - 1] - 2 * x[at + w] + x[at + w + 1];
        return (above - 2 * here + below) / 6;
    }

    private static boolean clipped(float[] x, int h, int w, int i, int j) {
        for (int c = 0; c < 3; c++) {
            for (int v = i - 1; v <= i + 1; v++) {
                for (int u = j - 1; u <= j + 1; u++) {
                    float value = x[(c * h + v) * w + u];
                    if (value <= -1 || value >= 1) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
