package dev.psld.operator;

import java.util.Optional;

/** X ↦ V·X·Hᵀ. Immutable and thread-safe; the spectrum is worked out when first asked for. */
final class SeparableMap implements LinearMap {
    /** The longest side for which a dense decomposition is worth its time: a few seconds. */
    private static final int LONGEST = 2048;

    private final Matrix vertical;
    private final Matrix horizontal;

    SeparableMap(Matrix vertical, Matrix horizontal) {
        this.vertical = vertical;
        this.horizontal = horizontal;
    }

    @Override
    public int inputs() {
        return vertical.columns() * horizontal.columns();
    }

    @Override
    public int outputs() {
        return vertical.rows() * horizontal.rows();
    }

    @Override
    public double[] apply(double[] x) {
        return PlaneProducts.product(vertical, x, horizontal);
    }

    @Override
    public double[] adjoint(double[] y) {
        return PlaneProducts.product(vertical.transposed(), y, horizontal.transposed());
    }

    @Override
    public Optional<Spectrum> spectrum() {
        return Math.max(vertical.columns(), horizontal.columns()) > LONGEST
                ? Optional.empty()
                : Optional.of(SeparableSpectrum.of(vertical, horizontal));
    }
}
