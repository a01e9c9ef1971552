package dev.psld.sampler;

/**
 * A method that restores a picture from a measurement of it: with a latent model or one of pictures, with gradients,
 * proximal steps or neither, with a network or without. Not thread-safe unless its class says so; whoever made what it
 * runs on closes that.
 *
 * <p>{@link LatentSolver} is PSLD and its relatives. A method on pictures keeps its model's calls behind an interface of
 * its own, as {@link GuidanceChain} is one, and takes what it needs of the measurement from {@link
 * dev.psld.operator.MeasurementOperator#plane}.
 */
public interface Solver {
    /**
     * Draws one picture.
     *
     * @param noise everything that is drawn: the same noise gives the same picture
     * @param listener hears of every step and may throw to stop
     * @throws DivergedException at the first NaN or infinity
     */
    Sample solve(InverseProblem problem, NoiseSource noise, StepListener listener);
}
