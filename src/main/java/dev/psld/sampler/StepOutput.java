package dev.psld.sampler;

/**
 * What a step came to. Immutable by convention.
 *
 * @param latent z_{t−1} in the sampler's units
 * @param estimate ẑ0 that the step believed in
 * @param residual ‖A x̂ − y‖/(σ√m), or the root mean square where σ is 0; NaN where nothing was measured
 * @param gluing ‖e − ẑ0‖; NaN where nothing was glued
 */
@SuppressWarnings("ArrayRecordComponent") // numbers of a latent, compared by nobody
public record StepOutput(float[] latent, float[] estimate, double residual, double gluing) {}
