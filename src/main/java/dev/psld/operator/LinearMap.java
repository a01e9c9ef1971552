package dev.psld.operator;

import java.util.List;
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
     * Part of a plane that is measured by itself.
     *
     * @param input where its numbers begin in a plane
     * @param output where they begin in a measurement
     */
    record Part(LinearMap map, int input, int output) {}

    /**
     * The parts of a plane, each of about so many numbers, where what is near is measured by itself, so that large planes need
     * not be held in double precision; one of everything elsewhere.
     */
    default List<Part> parts(int about) {
        return List.of(new Part(this, 0, 0));
    }

    /** The proximal step: in closed form where there is a spectrum, else by conjugate gradients. */
    default Proximal proximal() {
        return spectrum()
                .<Proximal>map(spectrum -> (y, v, weight) -> spectrum.proximal(y, v, weight))
                .orElseGet(() -> new ConjugateGradients(this));
    }
}
