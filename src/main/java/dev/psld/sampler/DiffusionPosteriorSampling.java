package dev.psld.sampler;

import java.util.Optional;

/**
 * DPS (Chung and others, “Diffusion Posterior Sampling for General Noisy Inverse Problems”, arXiv 2209.14687, algorithm 1): an
 * ancestral step minus ζ·∇_x‖A D(x) − y‖, pulled back through the denoiser. As thread-safe as its denoiser.
 */
public final class DiffusionPosteriorSampling implements Solver {
    private final GuidedDiffusion loop;

    public DiffusionPosteriorSampling(PullableDenoiser denoiser, PictureSettings settings) {
        this.loop = new GuidedDiffusion(
                denoiser, settings, Optional.of(new ResidualGradient(denoiser, settings.lambda())), false);
    }

    @Override
    public Sample solve(InverseProblem problem, NoiseSource noise, StepListener listener) {
        return loop.solve(problem, noise, listener);
    }
}
