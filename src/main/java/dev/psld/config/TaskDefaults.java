package dev.psld.config;

import dev.psld.operator.Task;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How the photos of a task are restored where their own settings say nothing else. Immutable.
 *
 * @param steps this, γ and ω are empty where the preset of the model decides
 * @param samples results drawn of each photo
 * @param sigmaY standard deviation of the noise, where black to white is 2; empty where the model estimates it, or else the
 *     task's usual one is taken
 */
public record TaskDefaults(
        OptionalInt steps, OptionalDouble gamma, OptionalDouble omega, int samples, OptionalDouble sigmaY, long seed) {

    /** What holds where nobody configured anything. */
    public static final TaskDefaults NONE = new TaskDefaults(
            OptionalInt.empty(), OptionalDouble.empty(), OptionalDouble.empty(), 1, OptionalDouble.empty(), 42);

    static TaskDefaults of(EffectiveValues values, Keys.OfTask keys) {
        return new TaskDefaults(
                values.get(keys.steps()).map(OptionalInt::of).orElse(OptionalInt.empty()),
                number(values, keys.gamma()),
                number(values, keys.omega()),
                values.get(keys.samples()),
                number(values, keys.sigmaY()),
                values.get(keys.seed()));
    }

    private static OptionalDouble number(EffectiveValues values, Key<Optional<Double>> key) {
        return values.get(key).map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    /** σ of the noise in [−1, 1] units that a task is usually about. */
    public static double sigma(Task task) {
        return switch (task) {
            case INPAINT, INPAINT_BOX, INPAINT_RANDOM -> 0;
            case DENOISE -> 0.2;
            case SR4, SR, DEBLUR_GAUSSIAN, DEBLUR_MOTION, CUSTOM -> 0.05;
        };
    }
}
