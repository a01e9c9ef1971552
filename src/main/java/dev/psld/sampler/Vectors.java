package dev.psld.sampler;

import java.util.Arrays;

/** Sums, norms and differences of flat latents, accumulated in double. Stateless. */
public final class Vectors {
    private Vectors() {}

    /** a·x + b·y. */
    public static float[] combine(double a, float[] x, double b, float[] y) {
        float[] sum = new float[x.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) (a * x[i] + b * y[i]);
        }
        return sum;
    }

    public static float[] scale(double a, float[] x) {
        float[] product = new float[x.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = (float) (a * x[i]);
        }
        return product;
    }

    /** {@code count} numbers from a place on. */
    static float[] part(float[] x, int from, int count) {
        return Arrays.copyOfRange(x, from, from + count);
    }

    /** One after the other. */
    static float[] joined(float[] a, float[] b) {
        float[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    static double norm(float[] x) {
        double sum = 0;
        for (float v : x) {
            sum += (double) v * v;
        }
        return Math.sqrt(sum);
    }

    /** max|a − b| over max|b|; both of one length. */
    public static double relativeDifference(float[] a, float[] b) {
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < b.length; i++) {
            worst = Math.max(worst, Math.abs((double) a[i] - b[i]));
            largest = Math.max(largest, Math.abs(b[i]));
        }
        return worst / largest;
    }

    static boolean isFinite(float[] x) {
        float sum = 0;
        for (float v : x) {
            sum += v * 0;
        }
        return sum == 0;
    }
}
