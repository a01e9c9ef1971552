package dev.psld.sampler;

import dev.psld.parameter.Parameters;

/**
 * The settings of a method that works on pictures by a denoiser. Immutable.
 *
 * @param method one whose {@link Method#prior} is {@link Method.Prior#PICTURES}
 * @param steps K, calls of the denoiser
 * @param highest σ_1, the noise level of the first step, in units of [−1, 1]
 * @param lowest least σ_K, the noise level of the last step
 * @param share of the measurement's σ that σ_K is at least
 * @param lambda λ, the weight of the prior: ρ_k = λ/σ_k²; of DPS and MCG the length of the gradient's steps together; nothing to DDRM
 *     and Score-SDE
 * @param zeta ζ of DiffPIR, what part of a step's noise (its variance) is drawn anew, which is η² of DDRM; of the ancestral steps of
 *     DPS, MCG and Score-SDE what part of their noise is drawn; 0 draws none
 * @param poses of PnP by half-quadratic splitting, how many {@link Pose}s a step averages; the next step takes the next ones
 * @param floor least σ of the data term: no file is more exact than this
 * @param sigma standard deviation of the measurement's noise, at least 0
 * @param seed of everything that is drawn
 */
public record PictureSettings(
        Method method,
        int steps,
        double highest,
        double lowest,
        double share,
        double lambda,
        double zeta,
        int poses,
        double floor,
        double sigma,
        long seed)
        implements SolverSettings {

    public PictureSettings {
        if (method.prior() != Method.Prior.PICTURES) {
            throw new IllegalArgumentException("method cannot be " + method.word() + " with a model of pictures: give "
                    + Method.words(Method.Prior.PICTURES));
        }
        Parameters.STEPS.check(steps);
        Parameters.HIGHEST.check(highest);
        Parameters.LOWEST.check(lowest);
        Parameters.SHARE.check(share);
        Parameters.LAMBDA.check(lambda);
        Parameters.ZETA.check(zeta);
        Parameters.POSES.check(poses);
        Parameters.FLOOR.check(floor);
        Parameters.SIGMA_Y.check(sigma);
    }

    /** Those of a method that takes one pose a step. */
    public PictureSettings(
            Method method,
            int steps,
            double highest,
            double lowest,
            double share,
            double lambda,
            double zeta,
            double floor,
            double sigma,
            long seed) {
        this(method, steps, highest, lowest, share, lambda, zeta, 1, floor, sigma, seed);
    }

    /** σ_1 to σ_K, in equal factors; with a single step σ_K alone. */
    double[] levels() {
        double last = Math.max(lowest, share * sigma);
        double first = Math.max(highest, last);
        double[] levels = new double[steps];
        for (int k = 0; k < steps; k++) {
            double progress = steps == 1 ? 1 : (double) k / (steps - 1);
            levels[k] = first * Math.pow(last / first, progress);
        }
        return levels;
    }

    /** σ of the data term. */
    double dataSigma() {
        return Math.max(floor, sigma);
    }

    /** The same with another noise level of the first step. */
    public PictureSettings withHighest(double other) {
        return new PictureSettings(method, steps, other, lowest, share, lambda, zeta, poses, floor, sigma, seed);
    }

    @Override
    public PictureSettings withPoses(int other) {
        return new PictureSettings(method, steps, highest, lowest, share, lambda, zeta, other, floor, sigma, seed);
    }

    /** The same for data that is no more exact than this. */
    public PictureSettings withFloor(double other) {
        return new PictureSettings(
                method, steps, highest, lowest, share, lambda, zeta, poses, Math.max(floor, other), sigma, seed);
    }

    @Override
    public PictureSettings withSteps(int other) {
        return new PictureSettings(method, other, highest, lowest, share, lambda, zeta, poses, floor, sigma, seed);
    }

    @Override
    public PictureSettings withSigma(double other) {
        return new PictureSettings(method, steps, highest, lowest, share, lambda, zeta, poses, floor, other, seed);
    }

    @Override
    public PictureSettings withSeed(long other) {
        return new PictureSettings(method, steps, highest, lowest, share, lambda, zeta, poses, floor, sigma, other);
    }
}
