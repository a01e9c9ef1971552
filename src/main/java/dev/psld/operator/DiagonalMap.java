package dev.psld.operator;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every number times one of its own: a mask, or with ones the identity. V = U = I, so that it is its own spectrum.
 * Immutable and thread-safe.
 */
final class DiagonalMap implements LinearMap, Spectrum {
    private final double[] factors;

    /** @param factors none negative, one for every number of a plane */
    DiagonalMap(double... factors) {
        this.factors = factors.clone();
    }

    /** Leaves a plane of so many numbers as it is. */
    static DiagonalMap identity(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return new DiagonalMap(ones);
    }

    @Override
    public int inputs() {
        return factors.length;
    }

    @Override
    public int outputs() {
        return factors.length;
    }

    @Override
    public double[] apply(double[] x) {
        double[] product = x.clone();
        for (int i = 0; i < product.length; i++) {
            product[i] *= factors[i];
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
        return factors.clone();
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
            seen[i] = factors[i] == 0 ? 0 : seen[i];
        }
        return seen;
    }

    /** (f·y + w·v)/(f² + w), without a detour. */
    @Override
    public Proximal proximal() {
        return (y, v, weight) -> {
            double[] x = v.clone();
            for (int i = 0; i < x.length; i++) {
                double f = factors[i];
                x[i] = f == 0 ? v[i] : (f * y[i] + weight * v[i]) / (f * f + weight);
            }
            return x;
        };
    }
}
