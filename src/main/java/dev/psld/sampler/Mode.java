package dev.psld.sampler;

/** How a step is made. (A pullback's {@code autodiff.Mode} is another word of its field; only the command line, which reads the words of both, meets them together.) */
public enum Mode {
    /**
     * As the authors' public code: fresh measurement noise at every step, a sample of the encoder's posterior, the raw
     * norm, γ and ω as given at every step, their grid of timesteps.
     */
    AUTHOR,
    /**
     * No noise on the measurement; the smooth denominator √(‖r‖² + c·σ²m) (algorithms A.6) and the encoder's mean, unless the
     * settings say otherwise; γ and ω per training timestep, exact step counts.
     */
    STABLE
}
