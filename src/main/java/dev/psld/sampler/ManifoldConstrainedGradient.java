package dev.psld.sampler;

import java.util.Optional;

/**
 * MCG (Chung and others, “Improving Diffusion Models for Inverse Problems using Manifold Constraints”, arXiv 2206.00941): the
 * gradient of DPS, then the projection of Score-SDE, which noise in the measurement ruins. As thread-safe as its denoiser.
 */
public final class ManifoldConstrainedGradient implements Solver {
    private final GuidedDiffusion loop;

    public ManifoldConstrainedGradient(PullableDenoiser denoiser, PictureSettings settings) {
        this.loop = new GuidedDiffusion(
                denoiser, settings, Optional.of(new ResidualGradient(denoiser, settings.lambda())), true);
    }

    @Override
    public Sample solve(InverseProblem problem, NoiseSource noise, StepListener listener) {
        return loop.solve(problem, noise, listener);
    }
}
