package dev.psld.sampler;

/**
 * What carries out the heavy part of a step for a {@link Sampler}: a model and a measurement, run session by session
 * ({@link ChainedStep}) or as one graph. Not thread-safe; made for one measurement and closed by its maker.
 */
public interface StepEngine {
    /** Number of elements of a latent. */
    int latentLength();

    /** Number of elements of a measurement, for the noise that author mode adds to it. */
    int measurementLength();

    /**
     * One step of algorithms A.1: denoise, compare and glue, DDIM, minus the clipped gradient by z_t.
     *
     * @throws DivergedException through {@code check} at the first NaN or infinity
     */
    StepOutput step(StepInput input, StepCheck check);

    /**
     * One step of z along the gradient by the latent itself, without the prior.
     *
     * @param z a latent in the sampler's units
     * @param gamma γ of this step
     * @param omega ω of this step
     */
    StepOutput polish(float[] z, double gamma, double omega, StepCheck check);

    /** ‖A D(z/s) − y‖/(σ√m), or the root mean square where σ is 0. */
    double residual(float[] z);
}
