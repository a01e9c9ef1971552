package dev.psld.sampler;

import java.util.Optional;

/**
 * What a chain saw of a latent. Immutable by convention.
 *
 * @param residualSquared ‖A x̂ + noise − y‖²
 * @param encoded the encoder's posterior of the glued picture; empty where the chain does not glue
 */
public record Observation(double residualSquared, Optional<Moments> encoded) {}
