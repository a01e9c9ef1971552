package dev.psld.sampler;

import java.util.Optional;

/**
 * A step made by calling a {@link GuidanceChain} piece by piece, the arithmetic on latents between them done here. Not
 * thread-safe; lives as long as its chain, which it does not close.
 */
public final class ChainedStep implements StepEngine {
    private final GuidanceChain chain;
    private final Settings settings;
    private final Optional<StateProjection> projection;

    public ChainedStep(GuidanceChain chain, Settings settings) {
        this(chain, settings, Optional.empty());
    }

    /** @param projection of the gradient by z_t, before its length is limited */
    ChainedStep(GuidanceChain chain, Settings settings, Optional<StateProjection> projection) {
        this.chain = chain;
        this.settings = settings;
        this.projection = projection;
    }

    @Override
    public int latentLength() {
        return chain.latentLength();
    }

    @Override
    public int measurementLength() {
        return chain.measurementLength();
    }

    @Override
    public StepOutput step(StepInput in, StepCheck check) {
        double a = in.point().alphaBar();
        float[] eps = chain.predictNoise(in.zt(), a, in.point().t());
        check.finite("the predicted noise", eps);
        float[] z0 = Vectors.combine(1 / Math.sqrt(a), in.zt(), -Math.sqrt(1 - a) / Math.sqrt(a), eps);
        float[] moved = ddim(z0, chain.renoising(eps), in);
        if (!in.guided()) {
            return new StepOutput(moved, z0, Double.NaN, Double.NaN);
        }
        Guidance guidance = Guidance.at(
                chain, settings, z0, in.gamma(), in.omega(), in.measurementNoise(), in.encoderNoise(), check);
        float[] whole = byState(guidance.gradient(), a, check);
        float[] gradient = projection.map(p -> p.project(whole, in.zt())).orElse(whole);
        moved = Vectors.combine(1, moved, -clip(gradient, a), gradient);
        return new StepOutput(moved, z0, guidance.residual(), guidance.gluing());
    }

    /** ẑ0 = (z_t − √(1−ā)·ε(z_t))/√ā, so ∇_{z_t} = (g − √(1−ā)·J_ε* g)/√ā. */
    private float[] byState(float[] g, double a, StepCheck check) {
        if (!settings.plugIns().pullsNoise(check.step(), check.steps() - settings.polish())) {
            return Vectors.scale(1 / Math.sqrt(a), g);
        }
        float[] pulled = chain.pullNoise(g);
        check.finite("the gradient through the noise predictor", pulled);
        return Vectors.combine(1 / Math.sqrt(a), g, -Math.sqrt(1 - a) / Math.sqrt(a), pulled);
    }

    @Override
    public StepOutput polish(float[] z, double gamma, double omega, StepCheck check) {
        Guidance guidance = Guidance.at(chain, settings, z, gamma, omega, Optional.empty(), Optional.empty(), check);
        float[] moved = Vectors.combine(1, z, -1, guidance.gradient());
        return new StepOutput(moved, z, guidance.residual(), guidance.gluing());
    }

    @Override
    public double residual(float[] z) {
        Observation end = chain.observe(Vectors.scale(1 / chain.scale(), z), Optional.empty());
        return settings.residual(end.residualSquared(), chain.informative());
    }

    /** z' = √ā'·ẑ0 + √(1−ā'−σ²)·ε + σ·ξ (Song et al., DDIM, eq. 12). */
    private static float[] ddim(float[] z0, float[] eps, StepInput in) {
        double next = in.point().nextAlphaBar();
        double deviation = in.deviation();
        float[] moved =
                Vectors.combine(Math.sqrt(next), z0, Math.sqrt(Math.max(0, 1 - next - deviation * deviation)), eps);
        return in.stepNoise()
                .map(noise -> Vectors.combine(1, moved, deviation, noise))
                .orElse(moved);
    }

    /** Factor, at most 1, that keeps a guidance step within the limit. */
    private double clip(float[] gradient, double a) {
        double limit = settings.clip() * Math.sqrt(gradient.length * (1 - a));
        double length = Vectors.norm(gradient);
        return settings.clip() > 0 && length > limit ? limit / length : 1;
    }
}
