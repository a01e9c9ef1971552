package dev.psld.sampler;

import java.util.Optional;

/**
 * Restoration by projection inside a diffusion (Score-SDE: Song and others, “Score-Based Generative Modeling through
 * Stochastic Differential Equations”, arXiv 2011.13456, appendix I; ILVR, arXiv 2108.02938): an ancestral step, then what was
 * measured takes the place of what the step has of it. No gradients. Noise in the measurement goes into the picture. As
 * thread-safe as its denoiser.
 */
public final class ScoreSde implements Solver {
    private final GuidedDiffusion loop;

    public ScoreSde(Denoiser denoiser, PictureSettings settings) {
        this.loop = new GuidedDiffusion(denoiser, settings, Optional.empty(), true);
    }

    @Override
    public Sample solve(InverseProblem problem, NoiseSource noise, StepListener listener) {
        return loop.solve(problem, noise, listener);
    }
}
