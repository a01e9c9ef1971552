package dev.psld.picture.codec;

/**
 * CIE xy of red, green, blue and white. Immutable by convention.
 *
 * @param xy {@code rx, ry, gx, gy, bx, by, wx, wy}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Chromaticities(double[] xy) {
    /** BT.709 and sRGB, white D65. */
    public static final Chromaticities SRGB = of(0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290);

    private static final double[][] BRADFORD = {
        {0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}
    };

    static Chromaticities of(double... xy) {
        return new Chromaticities(xy);
    }

    /** True when they span a triangle around their white. */
    boolean sound() {
        for (double v : xy) {
            if (!(v >= -1 && v <= 2)) {
                return false;
            }
        }
        if (xy[1] == 0 || xy[3] == 0 || xy[5] == 0 || xy[7] == 0) {
            return false;
        }
        double[][] columns = columns();
        return Math.abs(determinant(columns)) > 1e-6 && Double.isFinite(toXyz()[0][0]);
    }

    /** Linear RGB of these primaries to linear RGB of sRGB's, whites made to agree as Bradford has it. */
    public double[][] toSrgb() {
        double[][] adapted = product(adaptation(white(), SRGB.white()), toXyz());
        return product(inverse(SRGB.toXyz()), adapted);
    }

    /** Linear RGB to XYZ, white of Y = 1 (Lindbloom, RGB/XYZ matrices). */
    private double[][] toXyz() {
        double[][] columns = columns();
        double[] scale = times(inverse(columns), white());
        double[][] m = new double[3][3];
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                m[r][c] = columns[r][c] * scale[c];
            }
        }
        return m;
    }

    private double[][] columns() {
        double[][] m = new double[3][3];
        for (int c = 0; c < 3; c++) {
            double[] xyz = xyz(xy[2 * c], xy[2 * c + 1]);
            for (int r = 0; r < 3; r++) {
                m[r][c] = xyz[r];
            }
        }
        return m;
    }

    private double[] white() {
        return xyz(xy[6], xy[7]);
    }

    private static double[] xyz(double x, double y) {
        return new double[] {x / y, 1, (1 - x - y) / y};
    }

    private static double[][] adaptation(double[] from, double[] to) {
        double[] a = times(BRADFORD, from);
        double[] b = times(BRADFORD, to);
        double[][] scale = {{b[0] / a[0], 0, 0}, {0, b[1] / a[1], 0}, {0, 0, b[2] / a[2]}};
        return product(inverse(BRADFORD), product(scale, BRADFORD));
    }

    private static double determinant(double[][] m) {
        return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
                - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
                + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    }

    /** By cofactors. */
    private static double[][] inverse(double[][] m) {
        double d = determinant(m);
        double[][] out = new double[3][3];
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                int r1 = (c + 1) % 3;
                int r2 = (c + 2) % 3;
                int c1 = (r + 1) % 3;
                int c2 = (r + 2) % 3;
                out[r][c] = (m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1]) / d;
            }
        }
        return out;
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] out = new double[3][3];
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                for (int k = 0; k < 3; k++) {
                    out[r][c] += a[r][k] * b[k][c];
                }
            }
        }
        return out;
    }

    private static double[] times(double[][] m, double[] v) {
        double[] out = new double[3];
        for (int r = 0; r < 3; r++) {
            out[r] = m[r][0] * v[0] + m[r][1] * v[1] + m[r][2] * v[2];
        }
        return out;
    }
}
