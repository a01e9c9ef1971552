package dev.psld.sampler;

import java.util.Optional;

/**
 * Mean and log-variance of the encoder's posterior, in its own units, or their cotangents. Immutable by convention.
 *
 * @param logVariance empty for an encoder that gives none: its posterior is the mean
 */
@SuppressWarnings("ArrayRecordComponent") // numbers of a latent, compared by nobody
public record Moments(float[] mean, Optional<float[]> logVariance) {
    public Moments(float[] mean, float[] logVariance) {
        this(mean, Optional.of(logVariance));
    }
}
