package dev.psld.sampler;

import org.jtransforms.dct.DoubleDCT_2D;

/**
 * ∇ of a plane, the differences to the pixels below and on the right, which are 0 at the far borders; its transpose, and
 * (a + ρ∇ᵀ∇)⁻¹ by the cosine transform, which takes ∇ᵀ∇ to a diagonal. Immutable and thread-safe.
 *
 * <p>A gradient is two planes one after the other: down, then right.
 */
final class Differences {
    private final int height;
    private final int width;

    Differences(int height, int width) {
        this.height = height;
        this.width = width;
    }

    int pixels() {
        return height * width;
    }

    /** ∇x. */
    double[] of(double[] x) {
        int n = pixels();
        double[] d = new double[2 * n];
        for (int at = 0; at < n; at++) {
            d[at] = at + width < n ? x[at + width] - x[at] : 0;
            d[n + at] = (at + 1) % width > 0 ? x[at + 1] - x[at] : 0;
        }
        return d;
    }

    /** ∇ᵀd. */
    double[] transposed(double[] d) {
        int n = pixels();
        double[] x = new double[n];
        for (int at = 0; at < n; at++) {
            if (at + width < n) {
                x[at] -= d[at];
                x[at + width] += d[at];
            }
            if ((at + 1) % width > 0) {
                x[at] -= d[n + at];
                x[at + 1] += d[n + at];
            }
        }
        return x;
    }

    /** (a + ρ∇ᵀ∇)⁻¹ r; a above 0. */
    double[] inverse(double a, double rho, double[] r) {
        double[] c = r.clone();
        DoubleDCT_2D transform = new DoubleDCT_2D(height, width);
        transform.forward(c, true);
        for (int i = 0; i < height; i++) {
            double down = 2 - 2 * Math.cos(Math.PI * i / height);
            for (int j = 0; j < width; j++) {
                c[i * width + j] /= a + rho * (down + 2 - 2 * Math.cos(Math.PI * j / width));
            }
        }
        transform.inverse(c, true);
        return c;
    }
}
