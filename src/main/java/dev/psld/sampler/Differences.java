package dev.psld.sampler;

/**
 * ∇ of a plane, the differences to the pixels below and on the right, which are 0 at the far borders, and its
 * transpose. Immutable and thread-safe.
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

    /** The diagonal of ∇ᵀ∇ at a pixel: how many neighbours it has. */
    int neighbours(int at) {
        int row = at / width;
        int column = at % width;
        return (row > 0 ? 1 : 0) + (row + 1 < height ? 1 : 0) + (column > 0 ? 1 : 0) + (column + 1 < width ? 1 : 0);
    }
}
