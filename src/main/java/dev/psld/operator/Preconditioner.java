package dev.psld.operator;

/** About the inverse of AᵀA + wI, symmetric and positive definite, cheap to apply. Immutable and thread-safe. */
@FunctionalInterface
interface Preconditioner {
    /** No help. */
    Preconditioner NONE = (r, weight) -> r.clone();

    /** About (AᵀA + wI)⁻¹ r. */
    double[] solve(double[] r, double weight);
}
