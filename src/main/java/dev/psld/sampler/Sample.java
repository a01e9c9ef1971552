package dev.psld.sampler;

/**
 * What a {@link Solver} drew. Immutable by convention.
 *
 * @param picture C×H×W in about [−1, 1], not clamped
 * @param residual ‖A x̂ − y‖/(σ√m), or the root mean square where σ is 0; NaN where nothing is measured
 * @param steps how many steps were made
 */
@SuppressWarnings("ArrayRecordComponent") // a picture's samples, compared by nobody
public record Sample(float[] picture, double residual, int steps) {}
