package dev.psld.sampler;

/** How a step is made. */
public enum Mode {
    /**
     * As the authors' public code: fresh measurement noise at every step, a sample of the encoder's posterior, the raw
     * norm, γ and ω as given at every step, their grid of timesteps.
     */
    AUTHOR,
    /**
     * Encoder mean, the smooth denominator √(‖r‖² + 2σ²m) (algorithms A.6), γ and ω per training timestep, exact step
     * counts.
     */
    STABLE
}
