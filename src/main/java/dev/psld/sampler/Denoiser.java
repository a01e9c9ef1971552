package dev.psld.sampler;

import java.util.List;

/**
 * D_σ: what a picture was before Gaussian noise of a known strength was added to it, as far as anybody can tell (the mean of
 * the posterior). Not thread-safe unless it says so; closed by its maker.
 */
@FunctionalInterface
public interface Denoiser {
    /**
     * The picture without its noise.
     *
     * @param noisy C×H×W, in about [−1, 1]; only read
     * @param sigma standard deviation of the noise in these units, 0 or more
     * @return a new array
     */
    float[] denoise(float[] noisy, double sigma);

    /**
     * The same for an array that is given away: the result may lie in it. Nothing can be pulled back afterwards.
     *
     * @return the array or a new one
     */
    default float[] denoiseGiven(float[] noisy, double sigma) {
        return denoise(noisy, sigma);
    }

    /**
     * The same as the mean of what is seen in some poses, for a denoiser that sees another thing in each.
     *
     * @param poses at least one
     */
    default float[] denoiseGiven(float[] noisy, double sigma, List<Pose> poses) {
        return denoiseGiven(noisy, sigma);
    }
}
