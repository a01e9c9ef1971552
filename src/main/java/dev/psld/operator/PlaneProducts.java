package dev.psld.operator;

/** Products of matrices with a flat plane. Stateless. */
final class PlaneProducts {
    private PlaneProducts() {}

    /** V·X·Hᵀ; entries of a band matrix that are 0 cost nothing. */
    static double[] product(Matrix vertical, double[] x, Matrix horizontal) {
        int height = vertical.columns();
        int width = horizontal.columns();
        int tall = vertical.rows();
        int wide = horizontal.rows();
        double[] result = new double[tall * wide];
        double[] across = new double[height * wide];
        for (int j = 0; j < wide; j++) {
            for (int k = 0; k < width; k++) {
                double h = horizontal.at(j, k);
                if (h != 0) {
                    for (int i = 0; i < height; i++) {
                        across[i * wide + j] += h * x[i * width + k];
                    }
                }
            }
        }
        for (int i = 0; i < tall; i++) {
            for (int k = 0; k < height; k++) {
                double v = vertical.at(i, k);
                if (v != 0) {
                    for (int j = 0; j < wide; j++) {
                        result[i * wide + j] += v * across[k * wide + j];
                    }
                }
            }
        }
        return result;
    }
}
