package dev.psld.operator;

import org.jtransforms.fft.DoubleFFT_2D;

/**
 * What {@link Correlation} is, by the fast Fourier transform of the plane with its reflected borders: its time does not grow
 * with the kernel. Immutable and thread-safe.
 */
final class FourierCorrelation implements LinearMap {
    private final int height;
    private final int width;
    private final int down;
    private final int right;
    private final int tall;
    private final int wide;
    private final double[] spectrum;

    /** @param kernel rows×columns weights, both odd */
    FourierCorrelation(int height, int width, double[] kernel, int rows, int columns) {
        this.height = height;
        this.width = width;
        this.down = rows / 2;
        this.right = columns / 2;
        this.tall = smooth(height + 2 * down);
        this.wide = smooth(width + 2 * right);
        this.spectrum = new double[2 * tall * wide];
        for (int i = 0; i < kernel.length; i++) {
            int row = Math.floorMod(down - i / columns, tall);
            int column = Math.floorMod(right - i % columns, wide);
            spectrum[2 * (row * wide + column)] += kernel[i];
        }
        new DoubleFFT_2D(tall, wide).complexForward(spectrum);
    }

    /** The least number from n on without a prime factor above 5, for which transforms are quick. */
    private static int smooth(int n) {
        for (int size = n; ; size++) {
            int left = size;
            for (int prime : new int[] {2, 3, 5}) {
                while (left % prime == 0) {
                    left /= prime;
                }
            }
            if (left == 1) {
                return size;
            }
        }
    }

    @Override
    public int inputs() {
        return height * width;
    }

    @Override
    public int outputs() {
        return inputs();
    }

    @Override
    public double[] apply(double[] x) {
        double[] circle = new double[2 * tall * wide];
        for (int i = 0; i < height + 2 * down; i++) {
            int from = BorderIndex.reflect(i - down, height) * width;
            for (int j = 0; j < width + 2 * right; j++) {
                circle[2 * (i * wide + j)] = x[from + BorderIndex.reflect(j - right, width)];
            }
        }
        product(circle, 1);
        double[] y = new double[x.length];
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                y[i * width + j] = circle[2 * ((i + down) * wide + j + right)];
            }
        }
        return y;
    }

    @Override
    public double[] adjoint(double[] y) {
        double[] circle = new double[2 * tall * wide];
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                circle[2 * ((i + down) * wide + j + right)] = y[i * width + j];
            }
        }
        product(circle, -1);
        double[] x = new double[y.length];
        for (int i = 0; i < height + 2 * down; i++) {
            int to = BorderIndex.reflect(i - down, height) * width;
            for (int j = 0; j < width + 2 * right; j++) {
                x[to + BorderIndex.reflect(j - right, width)] += circle[2 * (i * wide + j)];
            }
        }
        return x;
    }

    /** Times the kernel's spectrum, or for −1 its conjugate. */
    private void product(double[] circle, int sign) {
        DoubleFFT_2D transform = new DoubleFFT_2D(tall, wide);
        transform.complexForward(circle);
        for (int i = 0; i < circle.length; i += 2) {
            double re = circle[i];
            double im = circle[i + 1];
            circle[i] = re * spectrum[i] - sign * im * spectrum[i + 1];
            circle[i + 1] = im * spectrum[i] + sign * re * spectrum[i + 1];
        }
        transform.complexInverse(circle, true);
    }
}
