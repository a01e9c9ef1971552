package dev.psld.sampler;

import dev.psld.operator.Measurement;
import java.util.Optional;

/**
 * What a solver is given. Immutable by convention.
 *
 * @param guess a first picture C×H×W in [−1, 1], for methods and settings that start from one; empty for none
 * @param earlier where an earlier run of the same problem, settings and noise stood; going on from there ends with the
 *     same numbers as a run that was never interrupted
 */
public record InverseProblem(Measurement measurement, Optional<float[]> guess, Optional<SamplerState> earlier) {
    /** One that starts at its beginning. */
    public InverseProblem(Measurement measurement, Optional<float[]> guess) {
        this(measurement, guess, Optional.empty());
    }

    /** The guess, for methods that cannot start without; an IllegalStateException where there is none. */
    float[] start() {
        return guess.orElseThrow(() -> new IllegalStateException("a method on pictures starts from a guess"));
    }
}
