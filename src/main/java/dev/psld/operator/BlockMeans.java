package dev.psld.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The mean over blocks of k×k pixels, smaller ones at the far borders. Its spectrum has one singular value 1/√n a block of
 * n pixels: V is, in each block, the Householder reflection that takes the first unit vector to the constant one.
 * Immutable and thread-safe.
 */
final class BlockMeans implements LinearMap, Spectrum {
    private final int height;
    private final int width;
    private final int k;

    BlockMeans(int height, int width, int k) {
        this.height = height;
        this.width = width;
        this.k = k;
    }

    /** Hears of one block: where its mean lies in a measurement, where its first pixel lies in an image, its sides. */
    private interface Visitor {
        void block(int mean, int first, int tall, int wide);
    }

    private void eachBlock(Visitor visitor) {
        int mean = 0;
        for (int i = 0; i < height; i += k) {
            for (int j = 0; j < width; j += k) {
                visitor.block(mean++, i * width + j, Math.min(k, height - i), Math.min(k, width - j));
            }
        }
    }

    @Override
    public int inputs() {
        return height * width;
    }

    @Override
    public int outputs() {
        return ((height + k - 1) / k) * ((width + k - 1) / k);
    }

    @Override
    public double[] apply(double[] x) {
        double[] y = new double[outputs()];
        eachBlock((mean, first, tall, wide) -> y[mean] = sum(x, first, tall, wide) / (tall * wide));
        return y;
    }

    @Override
    public double[] adjoint(double[] y) {
        double[] x = new double[inputs()];
        eachBlock((mean, first, tall, wide) -> add(x, first, tall, wide, y[mean] / (tall * wide)));
        return x;
    }

    /** Rows of whole blocks. */
    @Override
    public List<Part> parts(int about) {
        int blocks = Math.max(1, about / Math.multiplyExact(k, width));
        int across = (width + k - 1) / k;
        List<Part> parts = new ArrayList<>();
        for (int row = 0; row < height; row += blocks * k) {
            BlockMeans rows = new BlockMeans(Math.min(blocks * k, height - row), width, k);
            parts.add(new Part(rows, row * width, row / k * across));
        }
        return parts;
    }

    @Override
    public Optional<Spectrum> spectrum() {
        return Optional.of(this);
    }

    @Override
    public double[] singularValues() {
        double[] values = new double[inputs()];
        eachBlock((mean, first, tall, wide) -> values[first] = 1 / Math.sqrt((double) tall * wide));
        return values;
    }

    /** V is symmetric: a reflection in every block. */
    @Override
    public double[] coefficients(double[] x) {
        double[] c = x.clone();
        eachBlock((mean, first, tall, wide) -> reflect(c, first, tall, wide));
        return c;
    }

    @Override
    public double[] image(double[] c) {
        return coefficients(c);
    }

    @Override
    public double[] measured(double[] y) {
        double[] seen = new double[inputs()];
        eachBlock((mean, first, tall, wide) -> seen[first] = y[mean]);
        return seen;
    }

    /** x − 2·u(uᵀx)/(uᵀu) with u = e₁ − 1/√n, so that e₁ and the constant vector of length 1 change places. */
    private void reflect(double[] x, int first, int tall, int wide) {
        double entry = 1 / Math.sqrt((double) tall * wide);
        if (entry == 1) {
            return;
        }
        double along = x[first] - entry * sum(x, first, tall, wide);
        double factor = along / (1 - entry); // uᵀu = 2 − 2/√n
        x[first] -= factor;
        add(x, first, tall, wide, factor * entry);
    }

    private double sum(double[] x, int first, int tall, int wide) {
        double sum = 0;
        for (int i = 0; i < tall; i++) {
            for (int j = 0; j < wide; j++) {
                sum += x[first + i * width + j];
            }
        }
        return sum;
    }

    private void add(double[] x, int first, int tall, int wide, double value) {
        for (int i = 0; i < tall; i++) {
            for (int j = 0; j < wide; j++) {
                x[first + i * width + j] += value;
            }
        }
    }

    /** v + (y − mean of v)/(1 + n·w) on every block of n pixels, without a detour. */
    @Override
    public Proximal proximal() {
        return (y, v, weight) -> {
            double[] x = v.clone();
            eachBlock((mean, first, tall, wide) -> {
                int n = tall * wide;
                add(x, first, tall, wide, (y[mean] - sum(v, first, tall, wide) / n) / (1 + n * weight));
            });
            return x;
        };
    }
}
