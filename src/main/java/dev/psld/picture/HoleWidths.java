package dev.psld.picture;

import java.util.Arrays;

/**
 * How wide the holes of a mask are: twice the distance from a missing pixel to the nearest known one, which in the middle of a
 * scratch is its width, and in the middle of a box its shorter side. Immutable by convention.
 *
 * <p>Distances are exact (Felzenszwalb and Huttenlocher, “Distance Transforms of Sampled Functions”, 2012).
 */
public final class HoleWidths {
    private final int width;
    private final float[] distances;

    private HoleWidths(int width, float[] distances) {
        this.width = width;
        this.distances = distances;
    }

    /** Of a mask of which something is known. */
    public static HoleWidths of(Mask mask) {
        int w = mask.width();
        int h = mask.height();
        float[] squares = new float[w * h];
        for (int u = 0; u < w; u++) {
            column(mask, u, squares);
        }
        double[] row = new double[w];
        for (int v = 0; v < h; v++) {
            for (int u = 0; u < w; u++) {
                row[u] = squares[v * w + u];
            }
            double[] nearest = lowerEnvelope(row);
            for (int u = 0; u < w; u++) {
                squares[v * w + u] = (float) Math.sqrt(nearest[u]);
            }
        }
        return new HoleWidths(w, squares);
    }

    /** Squares of the distances along one column; a number above all others where nothing of it is known. */
    private static void column(Mask mask, int u, float[] squares) {
        int w = mask.width();
        int h = mask.height();
        double far = Math.max(w, h) * 2.0;
        double left = far;
        for (int v = 0; v < h; v++) {
            left = mask.missing(u, v) ? left + 1 : 0;
            squares[v * w + u] = (float) left;
        }
        left = far;
        for (int v = h - 1; v >= 0; v--) {
            left = mask.missing(u, v) ? left + 1 : 0;
            double nearer = Math.min(left, squares[v * w + u]);
            squares[v * w + u] = (float) (nearer * nearer);
        }
    }

    /** min_j f(j) + (i − j)² for every i. */
    private static double[] lowerEnvelope(double[] f) {
        int n = f.length;
        int[] places = new int[n];
        double[] from = new double[n + 1];
        Arrays.fill(from, Double.POSITIVE_INFINITY);
        from[0] = Double.NEGATIVE_INFINITY;
        int top = 0;
        for (int q = 1; q < n; q++) {
            double cut = cut(f, places[top], q);
            while (cut <= from[top]) {
                cut = cut(f, places[--top], q);
            }
            places[++top] = q;
            from[top] = cut;
            from[top + 1] = Double.POSITIVE_INFINITY;
        }
        double[] least = new double[n];
        int k = 0;
        for (int i = 0; i < n; i++) {
            while (from[k + 1] < i) {
                k++;
            }
            double away = i - places[k];
            least[i] = away * away + f[places[k]];
        }
        return least;
    }

    /** Where the parabola at q begins to be below that at p. */
    private static double cut(double[] f, int p, int q) {
        return (f[q] + (double) q * q - f[p] - (double) p * p) / (2.0 * (q - p));
    }

    /** The widest hole in a rectangle, in pixels; 0 where nothing of it is missing. */
    public double widest(PixelRegion part) {
        float farthest = 0;
        for (int v = part.y(); v < part.y() + part.height(); v++) {
            for (int u = part.x(); u < part.x() + part.width(); u++) {
                farthest = Math.max(farthest, distances[v * width + u]);
            }
        }
        return 2.0 * farthest;
    }
}
