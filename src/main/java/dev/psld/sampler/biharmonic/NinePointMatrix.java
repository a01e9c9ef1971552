package dev.psld.sampler.biharmonic;

/**
 * A symmetric matrix on a grid that couples each point with its eight neighbours at most. Points whose diagonal is 0 are
 * none. Immutable and thread-safe.
 */
final class NinePointMatrix {
    private static final int[] DOWN = {0, 0, 1, 1, 1};
    private static final int[] RIGHT = {0, 1, -1, 0, 1};

    private final int height;
    private final int width;
    /** Of each point: with itself, with the point on the right, and with the three below from left to right. */
    private final double[][] entries;

    private NinePointMatrix(int height, int width) {
        this.height = height;
        this.width = width;
        this.entries = new double[DOWN.length][height * width];
    }

    /** −L on a region, whose pixels have so many neighbours in the plane each. */
    static NinePointMatrix laplacian(int height, int width, boolean[] inside, double... neighbours) {
        NinePointMatrix a = new NinePointMatrix(height, width);
        for (int i = 0; i < inside.length; i++) {
            if (inside[i]) {
                a.entries[0][i] = neighbours[i];
                a.entries[1][i] = inside[i + 1] ? -1 : 0;
                a.entries[3][i] = inside[i + width] ? -1 : 0;
            }
        }
        return a;
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    /** PᵀAP on the grid of every other point, P bilinear. */
    NinePointMatrix coarser() {
        NinePointMatrix coarse = new NinePointMatrix(height / 2 + 1, width / 2 + 1);
        for (int at = 0; at < height * width; at++) {
            for (int k = 0; k < DOWN.length; k++) {
                double value = entries[k][at];
                if (value != 0) {
                    int other = at + DOWN[k] * width + RIGHT[k];
                    coarse.add(this, at, other, value);
                    if (k > 0) {
                        coarse.add(this, other, at, value);
                    }
                }
            }
        }
        return coarse;
    }

    /** Adds the share of a fine entry. */
    private void add(NinePointMatrix fine, int row, int column, double value) {
        fine.above(
                row,
                (i, j, w) -> fine.above(column, (v, h, weight) -> {
                    int down = v - i;
                    int right = h - j;
                    // Each pair of points stands once, at the first of them.
                    if (down > 0 || (down == 0 && right >= 0)) {
                        int k = down == 0 ? right : 3 + right;
                        entries[k][i * width + j] += w * value * weight;
                    }
                }));
    }

    /** Hears of a coarse point that a fine one is interpolated from. */
    private interface Coarse {
        void point(int row, int column, double weight);
    }

    private void above(int at, Coarse coarse) {
        int row = at / width;
        int column = at % width;
        for (int i = row / 2; i <= (row + 1) / 2; i++) {
            for (int j = column / 2; j <= (column + 1) / 2; j++) {
                coarse.point(i, j, (row % 2 == 0 ? 1 : 0.5) * (column % 2 == 0 ? 1 : 0.5));
            }
        }
    }

    /** Pᵀr. */
    double[] restricted(double[] r) {
        int wide = width / 2 + 1;
        double[] coarse = new double[(height / 2 + 1) * wide];
        for (int at = 0; at < r.length; at++) {
            if (entries[0][at] > 0) {
                double value = r[at];
                above(at, (i, j, w) -> coarse[i * wide + j] += w * value);
            }
        }
        return coarse;
    }

    /** u + Pc, in place. */
    void prolong(double[] c, double[] u) {
        int wide = width / 2 + 1;
        for (int at = 0; at < u.length; at++) {
            if (entries[0][at] > 0) {
                int place = at;
                above(at, (i, j, w) -> u[place] += w * c[i * wide + j]);
            }
        }
    }

    /** r − Au. */
    double[] left(double[] u, double[] r) {
        double[] left = new double[r.length];
        for (int at = 0; at < left.length; at++) {
            if (entries[0][at] > 0) {
                left[at] = r[at] - entries[0][at] * u[at] - others(u, at);
            }
        }
        return left;
    }

    /** One sweep of Gauss and Seidel from the first point to the last, in place. */
    void forward(double[] u, double[] r) {
        for (int at = 0; at < u.length; at++) {
            relax(u, r, at);
        }
    }

    /** The same from the last to the first: both together are symmetric. */
    void backward(double[] u, double[] r) {
        for (int at = u.length - 1; at >= 0; at--) {
            relax(u, r, at);
        }
    }

    private void relax(double[] u, double[] r, int at) {
        if (entries[0][at] > 0) {
            u[at] = (r[at] - others(u, at)) / entries[0][at];
        }
    }

    /** Row times u without the diagonal. */
    private double others(double[] u, int at) {
        double sum = 0;
        for (int k = 1; k < DOWN.length; k++) {
            int step = DOWN[k] * width + RIGHT[k];
            if (entries[k][at] != 0) {
                sum += entries[k][at] * u[at + step];
            }
            if (at >= step && entries[k][at - step] != 0) {
                sum += entries[k][at - step] * u[at - step];
            }
        }
        return sum;
    }
}
