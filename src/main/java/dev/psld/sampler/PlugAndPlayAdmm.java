package dev.psld.sampler;

/**
 * PnP-ADMM (Venkatakrishnan, Bouman, Wohlberg, “Plug-and-Play Priors for Model Based Reconstruction”, 2013): the alternating
 * direction method of multipliers with a denoiser in place of the prior's proximal step, at noise levels that fall or stay.
 * Nothing is drawn. As thread-safe as its denoiser.
 *
 * <p>With λ = 1, levels that stay and a denoiser that is the posterior's mean under a Gaussian prior it ends at the mean of the
 * posterior.
 */
public final class PlugAndPlayAdmm implements Solver {
    private final Denoiser denoiser;
    private final PictureSettings settings;

    public PlugAndPlayAdmm(Denoiser denoiser, PictureSettings settings) {
        this.denoiser = denoiser;
        this.settings = settings;
    }

    /** Starts from the problem's guess; a step leaves v and u, one after the other. */
    @Override
    public Sample solve(InverseProblem problem, NoiseSource noise, StepListener listener) {
        ChannelFit fit = new ChannelFit(problem.measurement(), settings.dataSigma());
        double[] levels = settings.levels();
        float[] v = problem.start();
        float[] u = new float[v.length];
        int done = 0;
        if (problem.earlier().isPresent()) {
            float[] state = problem.earlier().get().latent();
            done = problem.earlier().get().step();
            v = Vectors.part(state, 0, v.length);
            u = Vectors.part(state, v.length, v.length);
        }
        double residual = Double.NaN;
        for (int k = done; k < levels.length; k++) {
            StepCheck check = new StepCheck(k + 1, levels.length);
            double squared = levels[k] * levels[k];
            if (k > 0) {
                u = Vectors.scale(squared / (levels[k - 1] * levels[k - 1]), u); // u is a multiplier over ρ = λ/σ²
            }
            float[] x = fit.prox(Vectors.combine(1, v, -1, u), settings.lambda() / squared);
            check.finite("the step towards the measurement", x);
            v = denoiser.denoise(Vectors.combine(1, x, 1, u), levels[k]);
            check.finite("the denoised picture", v);
            u = Vectors.combine(1, u, 1, Vectors.combine(1, x, -1, v));
            residual = fit.residual(v, settings.sigma());
            listener.step(StepReport.ofPicture(check, residual, v, Vectors.joined(v, u)));
        }
        return new Sample(v, Double.isNaN(residual) ? fit.residual(v, settings.sigma()) : residual, levels.length);
    }
}
