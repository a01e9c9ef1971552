package dev.psld.sampler;

/**
 * Plug-and-play restoration by half-quadratic splitting (Zhang et al., “Plug-and-Play Image Restoration with Deep Denoiser
 * Prior”, arXiv 2008.13751, equations 6 to 9): a step towards the measurement and a denoising in turn, at noise levels that
 * fall, the picture in another pose each time. As thread-safe as its denoiser; all state of a run lives in the run.
 *
 * <p>With λ = 1, steps enough and a denoiser that is the posterior's mean under a Gaussian prior it ends at the mean of the
 * posterior.
 */
public final class HalfQuadratic implements Solver {
    private final Denoiser denoiser;
    private final PictureSettings settings;

    public HalfQuadratic(Denoiser denoiser, PictureSettings settings) {
        this.denoiser = denoiser;
        this.settings = settings;
    }

    /** Starts from the problem's guess; nothing is drawn. */
    @Override
    public Sample solve(InverseProblem problem, NoiseSource noise, StepListener listener) {
        ChannelFit fit = new ChannelFit(problem.measurement(), settings.dataSigma());
        double[] levels = settings.levels();
        float[] z = problem.earlier()
                .map(SamplerState::latent)
                .orElseGet(problem::start)
                .clone(); // the one array that all steps are made in
        double residual = Double.NaN;
        for (int k = problem.earlier().map(SamplerState::step).orElse(0); k < levels.length; k++) {
            StepCheck check = new StepCheck(k + 1, levels.length);
            float[] x = fit.proxGiven(z, settings.lambda() / (levels[k] * levels[k])); // equation 7 with μ = λ/σ_k²
            check.finite("the step towards the measurement", x);
            z = denoiser.denoiseGiven(x, levels[k], Pose.ofStep(k, settings.poses())); // equation 9
            check.finite("the denoised picture", z);
            residual = fit.residual(z, settings.sigma());
            listener.step(StepReport.ofPicture(check, residual, z, z));
        }
        return new Sample(z, Double.isNaN(residual) ? fit.residual(z, settings.sigma()) : residual, levels.length);
    }
}
