package dev.psld.sampler;

import java.util.Optional;

/**
 * What a step starts from. Immutable by convention: the arrays are to be read only.
 *
 * @param zt z_t in the sampler's units
 * @param point where on the schedule
 * @param gamma γ of this step, its share of the schedule included
 * @param omega ω of this step; with both 0 nothing is measured
 * @param deviation σ of DDIM, 0 for no noise on the way
 * @param stepNoise ξ that σ multiplies; empty exactly where the deviation is 0
 * @param measurementNoise what is added to A x̂, its standard deviation included; empty for none
 * @param encoderNoise ζ, the draw of the encoder's posterior, or what a method draws within a step; empty takes the mean
 */
@SuppressWarnings("ArrayRecordComponent") // numbers of a latent, compared by nobody
public record StepInput(
        float[] zt,
        StepGrid.Point point,
        double gamma,
        double omega,
        double deviation,
        Optional<float[]> stepNoise,
        Optional<float[]> measurementNoise,
        Optional<float[]> encoderNoise) {

    /** True when the step looks at the measurement. */
    public boolean guided() {
        return gamma > 0 || omega > 0;
    }
}
