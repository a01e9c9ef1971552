package dev.psld.config;

import dev.psld.sampler.Method;
import dev.psld.sampler.PictureSettings;
import java.util.Optional;

/**
 * The settings of one task by a model that works on pictures, found by experiment. Immutable.
 *
 * @param method where nobody chooses one, and one picture is drawn
 * @param poses ways turned and mirrored in which a step of {@link Method#PNP} looks at the picture, of which it takes the mean
 * @param pnp the settings of {@link Method#PNP}
 * @param diffpir those of {@link Method#DIFFPIR}
 */
public record PicturePreset(Method method, int poses, Splitting pnp, Splitting diffpir) {
    /** σ of rounding to 8 bits: 2/255/√12. */
    private static final double FLOOR = 0.0023;

    /**
     * How measurement and prior take turns.
     *
     * @param steps calls of the denoiser
     * @param highest noise level of the first step
     * @param lowest least noise level of the last step
     * @param share of the photo's noise that the last step's level is at least
     * @param lambda λ, weight of the prior against the measurement
     * @param zeta ζ, part of a step's noise that is drawn anew
     */
    public record Splitting(int steps, double highest, double lowest, double share, double lambda, double zeta) {
        PictureSettings settings(Method method, double sigma, long seed) {
            return new PictureSettings(method, steps, highest, lowest, share, lambda, zeta, FLOOR, sigma, seed);
        }
    }

    /**
     * The settings of a run.
     *
     * @param asked the method that was asked for
     * @param samples how many pictures are drawn: several are draws, where one is the best guess
     * @param sigma standard deviation of the measurement's noise in [−1, 1] units
     */
    public PictureSettings settings(Optional<Method> asked, int samples, double sigma, long seed) {
        Method chosen = asked.orElse(samples > 1 ? Method.DIFFPIR : method);
        if (chosen == Method.PNP && samples > 1) {
            throw new IllegalArgumentException(
                    "pnp draws nothing, and all samples would be the same: leave the samples out, or choose diffpir");
        }
        return chosen == Method.PNP
                ? pnp.settings(chosen, sigma, seed).withPoses(poses)
                : diffpir.settings(chosen, sigma, seed);
    }
}
