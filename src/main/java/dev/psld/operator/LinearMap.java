package dev.psld.operator;

import java.util.Optional;

/**
 * A linear measurement A of one channel as arithmetic in double precision, for methods that need more of it than a graph
 * gives: its adjoint, its singular values, its proximal step. Immutable and thread-safe.
 *
 * <p>Planes and measurements are flat, row after row.
 */
public interface LinearMap {
    /** Numbers of a plane. */
    int inputs();

    /** Numbers of a measurement. */
    int outputs();

    /** A x. */
    double[] apply(double[] x);

    /** Aᵀ y, the true adjoint. */
    double[] adjoint(double[] y);

    /** A = U Σ Vᵀ, where it can be had in time and memory of the order of an image; empty elsewhere. */
    default Optional<Spectrum> spectrum() {
        return Optional.empty();
    }

    /**
     * The same for some neighbouring numbers alone, where each is measured by itself, so that large planes need not be held
     * in double precision; empty elsewhere.
     */
    default Optional<LinearMap> part(int from, int length) {
        return Optional.empty();
    }

    /** The proximal step: in closed form where there is a spectrum, else by conjugate gradients. */
    default Proximal proximal() {
        return spectrum()
                .<Proximal>map(spectrum -> (y, v, weight) -> spectrum.proximal(y, v, weight))
                .orElseGet(() -> new ConjugateGradients(this));
    }
}
