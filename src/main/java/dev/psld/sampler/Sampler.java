package dev.psld.sampler;

import java.util.Optional;

/**
 * Posterior sampling with a latent diffusion model: PSLD (arXiv 2307.00619) and its relatives as one loop. Immutable and
 * thread-safe; all state of a run lives in the run.
 */
public final class Sampler {
    private final NoiseSchedule schedule;
    private final Settings settings;

    public Sampler(NoiseSchedule schedule, Settings settings) {
        this.schedule = schedule;
        this.settings = settings;
    }

    /** The timesteps that a run visits. */
    public StepGrid grid() {
        return settings.mode() == Mode.AUTHOR
                ? StepGrid.author(schedule, settings.steps())
                : StepGrid.even(schedule, settings.steps(), settings.start());
    }

    /**
     * Draws one sample.
     *
     * @param guess first guess ẑ0 in the sampler's units for a warm start; empty starts from pure noise
     * @throws DivergedException at the first NaN or infinity
     */
    public Sample sample(GuidanceChain chain, Optional<float[]> guess, StepListener listener) {
        return sample(chain, guess, DrawnNoise.of(settings.seed()), listener);
    }

    /** The same with all noise injected, for parity with another implementation. */
    public Sample sample(GuidanceChain chain, Optional<float[]> guess, NoiseSource noise, StepListener listener) {
        StepGrid grid = grid();
        int total = grid.points().size() + settings.polish();
        float[] z = noise.start(chain.latentLength());
        double startAlphaBar = grid.points().get(0).alphaBar();
        if (guess.isPresent()) {
            z = Vectors.combine(Math.sqrt(startAlphaBar), guess.get(), Math.sqrt(1 - startAlphaBar), z);
        }
        int step = 0;
        for (StepGrid.Point point : grid.points()) {
            z = step(chain, z, point, noise, new StepCheck(++step, total), listener);
        }
        for (int i = 0; i < settings.polish(); i++) {
            z = polish(chain, z, new StepCheck(++step, total), listener);
        }
        double residual = Double.NaN;
        if (settings.method().measures()) {
            Observation end = chain.observe(Vectors.scale(1 / chain.scale(), z), Optional.empty());
            new StepCheck(total, total).finite("the final residual", end.residualSquared());
            residual = Guidance.residual(chain, settings.sigma(), Math.sqrt(end.residualSquared()));
        }
        return new Sample(z, residual, total);
    }

    /** One step of A.1: denoise, compare and glue, DDIM, minus the gradient. */
    private float[] step(
            GuidanceChain chain,
            float[] zt,
            StepGrid.Point point,
            NoiseSource noise,
            StepCheck check,
            StepListener listener) {
        double a = point.alphaBar();
        double next = point.nextAlphaBar();
        float[] eps = chain.predictNoise(zt, a, point.t());
        check.finite("the predicted noise", eps);
        float[] z0 = Vectors.combine(1 / Math.sqrt(a), zt, -Math.sqrt(1 - a) / Math.sqrt(a), eps);
        float[] moved = ddim(z0, eps, a, next, noise);
        double residual = Double.NaN;
        double gluing = Double.NaN;
        if (settings.method().measures() && (settings.omega() > 0 || settings.gamma() > 0)) {
            double span = settings.mode() == Mode.AUTHOR ? 1 : point.span();
            double weight = span * Math.pow(1 - a, settings.power() / 2);
            boolean author = settings.mode() == Mode.AUTHOR;
            Guidance guidance = Guidance.at(
                    chain,
                    settings,
                    z0,
                    settings.gamma() * weight,
                    settings.omega() * weight,
                    author
                            ? Optional.of(Vectors.scale(settings.sigma(), noise.measurement(chain.measurementLength())))
                            : Optional.empty(),
                    author && settings.method().encodes()
                            ? Optional.of(noise.encoder(chain.latentLength()))
                            : Optional.empty(),
                    check);
            residual = guidance.residual();
            gluing = guidance.gluing();
            // ẑ0 = (z_t − √(1−ā)·ε(z_t))/√ā, so ∇_{z_t} = (g − √(1−ā)·J_ε* g)/√ā.
            float[] g = guidance.gradient();
            float[] pulled = chain.pullNoise(g);
            check.finite("the gradient through the noise predictor", pulled);
            float[] gradient = Vectors.combine(1 / Math.sqrt(a), g, -Math.sqrt(1 - a) / Math.sqrt(a), pulled);
            moved = Vectors.combine(1, moved, -clip(gradient, a), gradient);
        }
        check.finite("the new latent", moved);
        listener.step(new StepReport(check.step(), check.steps(), point.t(), residual, gluing, z0));
        return moved;
    }

    /** z' = √ā'·ẑ0 + √(1−ā'−σ²)·ε + σ·ξ (Song et al., DDIM, eq. 12). */
    private float[] ddim(float[] z0, float[] eps, double a, double next, NoiseSource noise) {
        double deviation = next >= 1 ? 0 : settings.eta() * Math.sqrt((1 - next) / (1 - a) * (1 - a / next));
        float[] moved =
                Vectors.combine(Math.sqrt(next), z0, Math.sqrt(Math.max(0, 1 - next - deviation * deviation)), eps);
        return deviation > 0 ? Vectors.combine(1, moved, deviation, noise.step(z0.length)) : moved;
    }

    /** Factor, at most 1, that keeps a guidance step within the limit. */
    private double clip(float[] gradient, double a) {
        double limit = settings.clip() * Math.sqrt(gradient.length * (1 - a));
        double length = Vectors.norm(gradient);
        return settings.clip() > 0 && length > limit ? limit / length : 1;
    }

    /** After the last step: along the gradient by the latent itself, without the prior. */
    private float[] polish(GuidanceChain chain, float[] z0, StepCheck check, StepListener listener) {
        double rate = settings.polishRate();
        Guidance guidance = Guidance.at(
                chain,
                settings,
                z0,
                settings.gamma() * rate,
                settings.omega() * rate,
                Optional.empty(),
                Optional.empty(),
                check);
        listener.step(new StepReport(check.step(), check.steps(), 0, guidance.residual(), guidance.gluing(), z0));
        float[] moved = Vectors.combine(1, z0, -1, guidance.gradient());
        check.finite("the new latent", moved);
        return moved;
    }
}
