package dev.psld.sampler;

import dev.psld.parameter.Parameters;

/**
 * The settings of {@link TotalVariation}. Immutable; refuses values out of range.
 *
 * @param steps iterations
 * @param lambda λ, the weight of total variation over the noise of the measurement
 * @param rho ρ, the weight of the splitting over that of total variation
 * @param floor least noise that λ is multiplied by: no file is more exact than this
 * @param sigma standard deviation of the measurement's noise in [−1, 1] units, at least 0
 * @param seed of everything that is drawn; nothing is drawn by this method
 */
public record VariationSettings(int steps, double lambda, double rho, double floor, double sigma, long seed)
        implements SolverSettings {
    public VariationSettings {
        Parameters.STEPS.check(steps);
        Parameters.LAMBDA.check(lambda);
        Parameters.RHO.check(rho);
        Parameters.FLOOR.check(floor);
        Parameters.SIGMA_Y.check(sigma);
    }

    @Override
    public Method method() {
        return Method.ADMM_TV;
    }

    /** What multiplies total variation. */
    double weight() {
        return lambda * Math.max(floor, sigma);
    }

    @Override
    public VariationSettings withSteps(int other) {
        return new VariationSettings(other, lambda, rho, floor, sigma, seed);
    }

    @Override
    public VariationSettings withSigma(double other) {
        return new VariationSettings(steps, lambda, rho, floor, other, seed);
    }

    @Override
    public VariationSettings withSeed(long other) {
        return new VariationSettings(steps, lambda, rho, floor, sigma, other);
    }
}
