package dev.psld.config;

import dev.psld.operator.Lift;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.Settings;

/**
 * The stable-mode settings of one task, found by experiment. Immutable.
 *
 * @param steps sampling steps
 * @param gamma γ per training timestep; means the same at any number of steps
 * @param omega ω per training timestep
 * @param start fraction of the schedule at which sampling starts; below 1 from a noised first guess
 * @param clip longest guidance step over the length of the noise, 0 for no limit
 * @param power how the guidance falls with the noise level: times (1−ā)^(power/2)
 * @param eta η of DDIM
 * @param polish steps along the gradient after the last sampling step
 * @param polishRate length of these against ω and γ
 * @param noiseFloor c of the denominator √(‖r‖² + c·σ²m)
 * @param encoderDraw whether the gluing term compares with a draw of the encoder's posterior instead of its mean
 * @param lift which T the gluing uses
 */
public record Preset(
        int steps,
        double gamma,
        double omega,
        double start,
        double clip,
        double power,
        double eta,
        int polish,
        double polishRate,
        double noiseFloor,
        boolean encoderDraw,
        Lift lift) {

    /**
     * The settings of a run in stable mode.
     *
     * @param sigma standard deviation of the measurement's noise in [−1, 1] units
     */
    public Settings settings(Method method, double sigma, long seed) {
        return new Settings(
                method,
                Mode.STABLE,
                steps,
                gamma,
                omega,
                power,
                eta,
                start,
                method.measures() ? polish : 0,
                polishRate,
                clip,
                noiseFloor,
                encoderDraw,
                sigma,
                seed);
    }

    /** T of a mode: the authors' own in author mode. */
    public Lift lift(Mode mode) {
        return mode == Mode.AUTHOR ? Lift.AUTHOR : lift;
    }
}
