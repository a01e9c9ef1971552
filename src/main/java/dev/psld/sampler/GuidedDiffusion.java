package dev.psld.sampler;

import java.util.Optional;

/**
 * The loop that DPS, MCG and Score-SDE share: denoise, an ancestral step, then what a method does towards the measurement. As
 * thread-safe as what it is made of; all state of a run lives in the run.
 *
 * @param gradient what is subtracted after a step; empty for none
 * @param projects whether the measurement then replaces what the step has of it
 */
record GuidedDiffusion(
        Denoiser denoiser, PictureSettings settings, Optional<ResidualGradient> gradient, boolean projects) {

    /** Starts from the problem's guess with noise of the first level. */
    Sample solve(InverseProblem problem, NoiseSource noise, StepListener listener) {
        ChannelFit fit = new ChannelFit(problem.measurement(), settings.dataSigma());
        double[] levels = settings.levels();
        int n = Math.toIntExact(problem.measurement().operator().imageShape().size());
        float[] x = problem.earlier()
                .map(SamplerState::latent)
                .orElseGet(() -> Vectors.combine(1, problem.start(), levels[0], noise.start(n)));
        int done = problem.earlier().map(SamplerState::step).orElse(0);
        Optional<NoisedProjection> projection = projects ? Optional.of(new NoisedProjection(fit)) : Optional.empty();
        double residual = Double.NaN;
        for (int k = 0; k < levels.length; k++) {
            boolean last = k == levels.length - 1;
            double below = last ? 0 : levels[k + 1];
            float[] drawn = last ? new float[0] : noise.step(n); // a step that is done has still drawn its noise
            float[] measured = last || projection.isEmpty() ? new float[0] : noise.measurement(n);
            if (k < done) {
                continue;
            }
            StepCheck check = new StepCheck(k + 1, levels.length);
            float[] estimate = denoiser.denoise(x, levels[k]);
            check.finite("the denoised picture", estimate);
            float[] moved =
                    Transition.ancestral(levels[k], below, settings.zeta()).apply(x, estimate, drawn);
            if (gradient.isPresent()) {
                float[] step = gradient.get().step(fit, estimate, levels[k], below, levels.length);
                check.finite("the gradient through the denoiser", step);
                moved = Vectors.combine(1, moved, -1, step);
            }
            if (projection.isPresent()) {
                moved = projection.get().apply(moved, below, measured);
            }
            check.finite("the picture after the step", moved);
            residual = fit.residual(last ? moved : estimate, settings.sigma());
            listener.step(StepReport.ofPicture(check, residual, last ? moved : estimate, moved));
            x = moved;
        }
        return new Sample(x, Double.isNaN(residual) ? fit.residual(x, settings.sigma()) : residual, levels.length);
    }
}
