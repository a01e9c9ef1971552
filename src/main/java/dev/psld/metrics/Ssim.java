package dev.psld.metrics;

import dev.psld.picture.Mask;
import dev.psld.picture.Picture;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Structural similarity (Wang, Bovik, Sheikh, Simoncelli 2004): 11×11 Gaussian window of σ = 1.5, K1 = 0.01,
 * K2 = 0.03, data range 2, mean over the channels, windows inside the picture only. Stateless.
 */
public final class Ssim {

    private static final int RADIUS = 5;
    private static final int WINDOW = 2 * RADIUS + 1;
    private static final double[] GAUSS = gauss(1.5);
    private static final double C1 = Math.pow(0.01 * 2, 2);
    private static final double C2 = Math.pow(0.03 * 2, 2);

    private Ssim() {}

    /** SSIM of two pictures of one size with sides of 11 pixels at least; 1 when they are identical. */
    public static double of(Picture reference, Picture test) {
        return of(reference, test, i -> true);
    }

    /** Mean SSIM of the windows whose centre is missing; NaN when there are none. */
    public static double hole(Picture reference, Picture test, Mask mask) {
        float[] known = Region.known(mask, reference);
        return of(reference, test, i -> known[i] == 0f);
    }

    /** Mean SSIM of the windows whose centre is known; NaN when there are none. */
    public static double known(Picture reference, Picture test, Mask mask) {
        float[] known = Region.known(mask, reference);
        return of(reference, test, i -> known[i] != 0f);
    }

    private static double of(Picture reference, Picture test, IntPredicate counts) {
        Region.requireSameSize(reference, test);
        int width = reference.width();
        int height = reference.height();
        if (width < WINDOW || height < WINDOW) {
            throw new IllegalArgumentException(
                    "SSIM needs " + WINDOW + "×" + WINDOW + " pixels at least, the picture is " + width + "×" + height);
        }
        float[] a = reference.clamped().samples();
        float[] b = test.clamped().samples();
        int n = width * height;
        double sum = 0;
        long m = 0;
        for (int c = 0; c < 3; c++) {
            double[] map = map(plane(a, c, n), plane(b, c, n), width, height);
            for (int y = 0; y < height - 2 * RADIUS; y++) {
                for (int x = 0; x < width - 2 * RADIUS; x++) {
                    if (counts.test((y + RADIUS) * width + x + RADIUS)) {
                        sum += map[y * (width - 2 * RADIUS) + x];
                        m++;
                    }
                }
            }
        }
        return m == 0 ? Double.NaN : sum / m;
    }

    private static double[] plane(float[] samples, int channel, int n) {
        double[] plane = new double[n];
        for (int i = 0; i < n; i++) {
            plane[i] = samples[channel * n + i];
        }
        return plane;
    }

    /** The SSIM of every whole window: {@code (height - 10)·(width - 10)} values. */
    private static double[] map(double[] a, double[] b, int width, int height) {
        double[] ma = blur(a, width, height);
        double[] mb = blur(b, width, height);
        double[] aa = blur(product(a, a), width, height);
        double[] bb = blur(product(b, b), width, height);
        double[] ab = blur(product(a, b), width, height);
        double[] map = new double[ma.length];
        for (int i = 0; i < map.length; i++) {
            double va = aa[i] - ma[i] * ma[i];
            double vb = bb[i] - mb[i] * mb[i];
            double cov = ab[i] - ma[i] * mb[i];
            map[i] =
                    (2 * ma[i] * mb[i] + C1) * (2 * cov + C2) / ((ma[i] * ma[i] + mb[i] * mb[i] + C1) * (va + vb + C2));
        }
        return map;
    }

    private static double[] product(double[] a, double[] b) {
        double[] product = new double[a.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }

    private static double[] blur(double[] plane, int width, int height) {
        int w = width - 2 * RADIUS;
        int h = height - 2 * RADIUS;
        double[] rows = new double[height * w];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < w; x++) {
                for (int k = 0; k < WINDOW; k++) {
                    rows[y * w + x] += GAUSS[k] * plane[y * width + x + k];
                }
            }
        }
        double[] out = new double[h * w];
        for (int i = 0; i < out.length; i++) {
            for (int k = 0; k < WINDOW; k++) {
                out[i] += GAUSS[k] * rows[i + k * w];
            }
        }
        return out;
    }

    private static double[] gauss(double sigma) {
        double[] weights = new double[WINDOW];
        for (int k = 0; k < WINDOW; k++) {
            weights[k] = Math.exp(-0.5 * Math.pow((k - RADIUS) / sigma, 2));
        }
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(v -> v / sum).toArray();
    }
}
