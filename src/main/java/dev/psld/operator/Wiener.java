package dev.psld.operator;

import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;

/**
 * The kernel that undoes a blur as far as noise allows: K̄/(|K|² + λ) in the frequency domain, cut off in space.
 * Stateless.
 */
final class Wiener {
    private Wiener() {}

    /**
     * An inverse of three times the kernel's sides, for correlation as the kernel itself.
     *
     * @param kernel 1×1×h×w, odd sides, sum 1
     * @param damping λ above 0: frequencies that the blur weakens below √λ are not brought back in full
     */
    static Tensor inverse(Tensor kernel, double damping) {
        int height = Math.toIntExact(kernel.shape().dim(2));
        int width = Math.toIntExact(kernel.shape().dim(3));
        int period = Integer.highestOneBit(4 * Math.max(height, width)) * 2;
        Complex k = new Complex(height, width, kernel.toDoubles())
                .transform(period, width / 2, 0, -1, period)
                .transform(period, height / 2, 0, -1, period);
        for (int i = 0; i < k.re.length; i++) {
            double power = (k.re[i] * k.re[i] + k.im[i] * k.im[i] + damping) * period * period;
            k.re[i] /= power;
            k.im[i] /= -power;
        }
        int tall = 3 * height;
        int wide = 3 * width;
        Complex inverse = k.transform(wide, 0, wide / 2, 1, period).transform(tall, 0, tall / 2, 1, period);
        float[] values = new float[tall * wide];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) inverse.re[i];
        }
        return Tensor.floats(Shape.of(1, 1, tall, wide), values);
    }

    /** A complex matrix, row by row. */
    private static final class Complex {
        final int rows;
        final int columns;
        final double[] re;
        final double[] im;

        Complex(int rows, int columns, double... re) {
            this.rows = rows;
            this.columns = columns;
            this.re = re;
            this.im = new double[re.length];
        }

        /**
         * The discrete Fourier transform along the rows, transposed: two of them transform both axes. Positions count
         * from {@code from} before and from {@code to} after it.
         */
        Complex transform(int size, int from, int to, int sign, int period) {
            double[] cos = new double[period];
            double[] sin = new double[period];
            for (int i = 0; i < period; i++) {
                cos[i] = StrictMath.cos(2 * Math.PI * i / period);
                sin[i] = sign * StrictMath.sin(2 * Math.PI * i / period);
            }
            Complex out = new Complex(size, rows, new double[size * rows]);
            for (int f = 0; f < size; f++) {
                for (int r = 0; r < rows; r++) {
                    double a = 0;
                    double b = 0;
                    for (int j = 0; j < columns; j++) {
                        int turn = Math.floorMod((j - from) * (f - to), period);
                        double x = re[r * columns + j];
                        double y = im[r * columns + j];
                        a += x * cos[turn] - y * sin[turn];
                        b += x * sin[turn] + y * cos[turn];
                    }
                    out.re[f * rows + r] = a;
                    out.im[f * rows + r] = b;
                }
            }
            return out;
        }
    }
}
