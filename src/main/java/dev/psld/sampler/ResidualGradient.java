package dev.psld.sampler;

/**
 * The step of DPS along ∇_x ‖A D_σ(x) − y‖ (algorithms B). As thread-safe as its denoiser.
 *
 * @param lambda λ; a step of the whole run is as long as that many root mean squares of the residual's gradient
 */
record ResidualGradient(PullableDenoiser denoiser, double lambda) {

    /**
     * What is subtracted after a step. With nothing shrinking, DPS's own step on √ā·x is √((1+σ²)(1+σ′²)) times as long; √m keeps
     * it the same whatever the picture's size, 1/K whatever the number of steps.
     *
     * @param estimate D_σ(x), of the denoiser's last call
     * @param steps K
     */
    float[] step(ChannelFit fit, float[] estimate, double level, double below, int steps) {
        float[] towards = fit.residualDirection(estimate);
        double length = lambda / steps * Math.sqrt(fit.informative() * (1 + level * level) * (1 + below * below));
        return Vectors.scale(length, denoiser.pull(towards));
    }
}
