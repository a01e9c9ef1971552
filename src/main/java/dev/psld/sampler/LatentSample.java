package dev.psld.sampler;

/**
 * The end of a sampling of latents. Immutable by convention.
 *
 * @param latent z0 in the sampler's units
 * @param residual ‖A D(z0/s) − y‖/(σ√m), or the root mean square where σ is 0; NaN where nothing is measured
 * @param steps how many steps were made
 */
@SuppressWarnings("ArrayRecordComponent") // numbers of a latent, compared by nobody
public record LatentSample(float[] latent, double residual, int steps) {}
