package dev.psld.sampler;

import dev.psld.operator.Measurement;

/**
 * What a {@link LatentSolver} asks of a latent diffusion model. Not thread-safe; whoever made it closes what is behind it.
 * Latents are flat, in the sampler's units; pictures are C×H×W in about [−1, 1].
 */
public interface LatentModel {
    /** What carries out the steps for a measurement. */
    StepEngine engine(Measurement measurement);

    /** The latent of a first guess. */
    float[] encode(float[] picture);

    /** The picture of a latent. */
    float[] decode(float[] latent);

    /** The picture of the latent that the engine last looked at, where that is at hand; else the same as decoding it. */
    default float[] looked(float[] latent) {
        return decode(latent);
    }
}
