package dev.psld.config;

import dev.psld.operator.Task;

/**
 * How the photos of a task are restored where their own settings say nothing else. Immutable.
 *
 * @param samples results drawn of each photo
 * @param sigmaY standard deviation of the noise, where black to white is 2
 */
public record TaskDefaults(int steps, double gamma, double omega, int samples, double sigmaY, long seed) {

    /** What the program ships with: steps and weights of the presets. */
    public static TaskDefaults shipped(Task task) {
        Preset preset = Presets.shipped().of(task);
        return new TaskDefaults(preset.steps(), preset.gamma(), preset.omega(), 1, sigma(task), 42);
    }

    static TaskDefaults of(EffectiveValues values, Keys.OfTask keys) {
        return new TaskDefaults(
                values.get(keys.steps()),
                values.get(keys.gamma()),
                values.get(keys.omega()),
                values.get(keys.samples()),
                values.get(keys.sigmaY()),
                values.get(keys.seed()));
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
