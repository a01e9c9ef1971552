package dev.psld.sampler;

/** What a measurement asks of a picture, as a proximal step. Not thread-safe unless it says so. */
@FunctionalInterface
public interface DataFit {
    /**
     * argmin_x ‖y − A x‖²/(2σ_y²) + ρ/2·‖x − v‖².
     *
     * @param v a picture, flat; only read
     * @param rho above 0
     * @return a new array
     */
    float[] prox(float[] v, double rho);
}
