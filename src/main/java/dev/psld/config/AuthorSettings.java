package dev.psld.config;

import dev.psld.operator.Task;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Settings;

/** How the authors of PSLD run it on Stable Diffusion: 1000 steps from pure noise, weights for each step as it is. Stateless. */
public final class AuthorSettings {
    /** Standard deviation of the noise that is added to measurements, of every task, in [−1, 1] units. */
    public static final double SIGMA = 0.05;

    private static final int STEPS = 1000;

    private AuthorSettings() {}

    /**
     * The settings of a run as their scripts have it.
     *
     * @param sigma standard deviation of the measurement's noise in [−1, 1] units
     */
    public static Settings settings(Task task, Method method, double sigma, long seed) {
        boolean box = task == Task.INPAINT_BOX;
        return new Settings(
                method,
                Mode.AUTHOR,
                STEPS,
                box ? 0.01 : 0.1,
                box ? 0.1 : 1,
                0,
                0,
                1,
                0,
                1,
                0,
                Settings.NOISE_FLOOR,
                false,
                sigma,
                seed);
    }
}
