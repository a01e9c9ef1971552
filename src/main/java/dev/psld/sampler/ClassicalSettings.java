package dev.psld.sampler;

import dev.psld.parameter.Parameters;

/**
 * The settings of a method that needs no model and has nothing to set. Immutable; refuses values out of range.
 *
 * @param method one whose {@link Method#prior} is {@link Method.Prior#NONE}
 * @param steps iterations; 1 for a method that has a closed form
 * @param sigma standard deviation of the measurement's noise in [−1, 1] units, at least 0
 * @param seed of everything that is drawn; nothing is drawn by these methods
 */
public record ClassicalSettings(Method method, int steps, double sigma, long seed) implements SolverSettings {
    public ClassicalSettings {
        if (method.prior() != Method.Prior.NONE) {
            throw new IllegalArgumentException(
                    "method cannot be " + method.word() + " without a model: give " + Method.words(Method.Prior.NONE));
        }
        Parameters.STEPS.check(steps);
        Parameters.SIGMA_Y.check(sigma);
    }

    @Override
    public ClassicalSettings withSteps(int other) {
        return new ClassicalSettings(method, other, sigma, seed);
    }

    @Override
    public ClassicalSettings withSigma(double other) {
        return new ClassicalSettings(method, steps, other, seed);
    }

    @Override
    public ClassicalSettings withSeed(long other) {
        return new ClassicalSettings(method, steps, sigma, other);
    }
}
