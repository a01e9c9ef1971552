package dev.psld.sampler;

/**
 * Plug-and-play restoration inside a diffusion (DiffPIR: Zhu et al., “Denoising Diffusion Models for Plug-and-Play Image
 * Restoration”, arXiv 2305.08995, algorithm 1), in the scaling where noise is added and nothing shrinks: x_σ = x_0 + σ·ε.
 * As thread-safe as its denoiser; all state of a run lives in the run.
 *
 * <p>Every step estimates the picture under the noise, moves it towards the measurement, and goes down to the next noise
 * level with part of the noise as it was and part drawn anew.
 */
public final class DiffPir implements Solver {
    private final Denoiser denoiser;
    private final PictureSettings settings;

    public DiffPir(Denoiser denoiser, PictureSettings settings) {
        this.denoiser = denoiser;
        this.settings = settings;
    }

    /** Starts from the problem's guess with noise of the first level. */
    @Override
    public Sample solve(InverseProblem problem, NoiseSource noise, StepListener listener) {
        ChannelFit fit = new ChannelFit(problem.measurement(), settings.dataSigma());
        double[] levels = settings.levels();
        int n = Math.toIntExact(problem.measurement().operator().imageShape().size());
        float[] x = problem.earlier()
                .map(SamplerState::latent)
                .orElseGet(() -> Vectors.combine(1, problem.start(), levels[0], noise.start(n)));
        int done = problem.earlier().map(SamplerState::step).orElse(0);
        float[] estimate = x;
        double residual = Double.NaN;
        for (int k = 0; k < levels.length; k++) {
            boolean last = k == levels.length - 1;
            float[] drawn = last ? new float[0] : noise.step(n); // a step that is done has still drawn its noise
            if (k < done) {
                continue;
            }
            StepCheck check = new StepCheck(k + 1, levels.length);
            float[] denoised = denoiser.denoise(x, levels[k]);
            check.finite("the denoised picture", denoised);
            estimate = fit.proxGiven(denoised, settings.lambda() / (levels[k] * levels[k])); // line 5, ρ = λ/σ_k²
            check.finite("the step towards the measurement", estimate);
            if (last) {
                estimate = denoiser.denoiseGiven(
                        estimate, levels[k]); // what the measurement's noise brought in goes again
                check.finite("the last denoised picture", estimate);
            } else {
                x = next(x, estimate, levels[k], levels[k + 1], drawn);
            }
            residual = fit.residual(estimate, settings.sigma());
            listener.step(StepReport.ofPicture(check, residual, estimate, x));
        }
        return new Sample(estimate, residual, levels.length);
    }

    /** Lines 6 and 7: x̂ + σ'·(√(1−ζ)·ε̂ + √ζ·ξ) with ε̂ = (x − x̂)/σ, in the place of ξ. */
    private float[] next(float[] x, float[] estimate, double level, double nextLevel, float[] drawn) {
        double kept = nextLevel * Math.sqrt(1 - settings.zeta()) / level;
        double fresh = nextLevel * Math.sqrt(settings.zeta());
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = (float) (estimate[i] + kept * (x[i] - estimate[i]) + fresh * drawn[i]);
        }
        return drawn;
    }
}
