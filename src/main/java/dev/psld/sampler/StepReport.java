package dev.psld.sampler;

import java.util.function.Supplier;

/**
 * What a listener hears after a step. Immutable by convention: the arrays are the sampler's own, to be read only, and only until the
 * listener returns, for the next step may be made in them.
 *
 * @param step number of the step that ended, from 1
 * @param steps how many there will be, polishing included
 * @param t training timestep of the step; 0 where there are none
 * @param residual ‖A x̂ − y‖/(σ√m) before the step, or the root mean square where σ is 0; NaN where nothing is measured
 * @param gluing ‖e − ẑ0‖ before the step; NaN where nothing is glued
 * @param estimate ẑ0, the picture that the step believed in
 * @param latent z after the step: with {@code step} all that is needed to go on from here
 * @param picture the picture that the step believed in, C×H×W in about [−1, 1]; worked out when asked for. A method on
 *     pictures has its estimate there, and its state in the place of the latent
 */
@SuppressWarnings("ArrayRecordComponent") // numbers of a latent, compared by nobody
public record StepReport(
        int step,
        int steps,
        int t,
        double residual,
        double gluing,
        float[] estimate,
        float[] latent,
        Supplier<float[]> picture) {

    /** Of a method on pictures, which has no timesteps and glues nothing. */
    static StepReport ofPicture(StepCheck check, double residual, float[] estimate, float[] state) {
        return new StepReport(check.step(), check.steps(), 0, residual, Double.NaN, estimate, state, () -> estimate);
    }

    /** The same with another way to the picture. */
    StepReport withPicture(Supplier<float[]> other) {
        return new StepReport(step, steps, t, residual, gluing, estimate, latent, other);
    }
}
