package dev.psld.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Every number times one of its own: a mask, or with ones the identity. V = U = I, so that it is its own spectrum.
 * Immutable and thread-safe.
 */
final class DiagonalMap implements LinearMap, Spectrum {
    private final int count;
    private final IntToDoubleFunction factor;

    /** @param factors none negative, one for every number of a plane */
    DiagonalMap(double... factors) {
        this(factors.length, factors.clone());
    }

    private DiagonalMap(int count, double[] factors) {
        this(count, i -> factors[i]);
    }

    private DiagonalMap(int count, IntToDoubleFunction factor) {
        this.count = count;
        this.factor = factor;
    }

    /** Leaves a plane of so many numbers as it is. */
    static DiagonalMap identity(int count) {
        return new DiagonalMap(count, i -> 1);
    }

    @Override
    public List<Part> parts(int about) {
        List<Part> parts = new ArrayList<>();
        for (int at = 0; at < count; at += about) {
            int from = at;
            int length = Math.min(about, count - from);
            parts.add(new Part(new DiagonalMap(length, i -> factor.applyAsDouble(from + i)), from, from));
        }
        return parts;
    }

    @Override
    public int inputs() {
        return count;
    }

    @Override
    public int outputs() {
        return count;
    }

    @Override
    public double[] apply(double[] x) {
        double[] product = x.clone();
        for (int i = 0; i < product.length; i++) {
            product[i] *= factor.applyAsDouble(i);
        }
        return product;
    }

    @Override
    public double[] adjoint(double[] y) {
        return apply(y);
    }

    @Override
    public Optional<Spectrum> spectrum() {
        return Optional.of(this);
    }

    @Override
    public double[] singularValues() {
        return IntStream.range(0, count).mapToDouble(factor).toArray();
    }

    @Override
    public double[] coefficients(double[] x) {
        return x.clone();
    }

    @Override
    public double[] image(double[] c) {
        return c.clone();
    }

    @Override
    public double[] measured(double[] y) {
        double[] seen = y.clone();
        for (int i = 0; i < seen.length; i++) {
            seen[i] = factor.applyAsDouble(i) == 0 ? 0 : seen[i];
        }
        return seen;
    }

    /** (f·y + w·v)/(f² + w), without a detour. */
    @Override
    public Proximal proximal() {
        return (y, v, weight) -> {
            double[] x = v.clone();
            for (int i = 0; i < x.length; i++) {
                double f = factor.applyAsDouble(i);
                x[i] = f == 0 ? v[i] : (f * y[i] + weight * v[i]) / (f * f + weight);
            }
            return x;
        };
    }
}
