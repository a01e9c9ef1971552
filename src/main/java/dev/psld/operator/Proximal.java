package dev.psld.operator;

/** The proximal step of the data term of a linear measurement. Immutable and thread-safe. */
@FunctionalInterface
public interface Proximal {
    /**
     * argmin ‖y − A x‖²/(2σ²) + ρ/2·‖x − v‖² over x, which is (AᵀA + wI)⁻¹(Aᵀy + w·v) with w = ρσ².
     *
     * @param y the measurement, flat
     * @param v where the step starts, an image, flat
     * @param weight w, above 0
     */
    double[] step(double[] y, double[] v, double weight);
}
