package dev.psld.sampler;

/** Mean and log-variance of the encoder's posterior, in its own units, or their cotangents. Immutable by convention. */
@SuppressWarnings("ArrayRecordComponent") // numbers of a latent, compared by nobody
public record Moments(float[] mean, float[] logVariance) {}
