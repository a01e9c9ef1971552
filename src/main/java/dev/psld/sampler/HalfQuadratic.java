package dev.psld.sampler;

import java.util.ArrayList;
import java.util.List;

/**
 * Plug-and-play restoration by half-quadratic splitting (Zhang et al., “Plug-and-Play Image Restoration with Deep Denoiser
 * Prior”, arXiv 2008.13751, equations 6 to 9): a step towards the measurement and a denoising in turn, at noise levels that
 * fall. Immutable and thread-safe; all state of a run lives in the run.
 *
 * <p>With λ = 1, steps enough and a denoiser that is the posterior's mean under a Gaussian prior it ends at the mean of the
 * posterior.
 *
 * @param steps K, from 1
 * @param highest σ_1, in units of [−1, 1]
 * @param lowest σ_K, at most the highest, above 0
 * @param lambda λ, the weight of the prior
 */
public record HalfQuadratic(int steps, double highest, double lowest, double lambda) {

    public HalfQuadratic {
        if (steps < 1 || !(lowest > 0) || !(highest >= lowest) || !(lambda > 0)) {
            throw new IllegalArgumentException("there is no splitting of " + steps + " steps from " + highest + " to "
                    + lowest + " with the weight " + lambda);
        }
    }

    /** Hears of every step, on the thread of the run; may throw to stop it. */
    public interface Steps {
        /** Step k of so many ended with the estimate z_k, which is only to be read. */
        void step(int step, int of, float[] estimate);
    }

    /** σ_1 to σ_K, in equal factors. */
    public List<Double> levels() {
        List<Double> levels = new ArrayList<>();
        for (int k = 0; k < steps; k++) {
            double share = steps == 1 ? 1 : (double) k / (steps - 1);
            levels.add(highest * Math.pow(lowest / highest, share));
        }
        return levels;
    }

    /**
     * Restores a picture.
     *
     * @param guess z_0
     * @throws DivergedException at the first NaN or infinity
     */
    public float[] restore(float[] guess, DataFit fit, Denoiser denoiser, Steps listener) {
        float[] z = guess;
        int k = 0;
        for (double sigma : levels()) {
            StepCheck check = new StepCheck(++k, steps);
            float[] x = fit.prox(z, lambda / (sigma * sigma)); // equation 7 with μ = λ/σ_k²
            check.finite("the step towards the measurement", x);
            z = denoiser.denoise(x, sigma); // equation 9
            check.finite("the denoised picture", z);
            listener.step(k, steps, z);
        }
        return z;
    }
}
