package dev.psld.sampler;

import java.util.Optional;

/**
 * A step of {@code refine}: guess, refine in pixels, noise again. What the net believes in is decoded, what was measured takes its place in
 * the picture, G = T y + x̂ − T A x̂ of algorithms A.1 (6), and the encoder's mean of that becomes the belief, as far as the noise of the
 * belief is above that of the measurement. No pullback of any net: it also runs on graphs that were never differentiated. Not
 * thread-safe; lives as long as its chain, which it does not close.
 */
public final class RefinedStep extends PlainStep {
    public RefinedStep(GuidanceChain chain, Settings settings) {
        super(chain, settings);
    }

    @Override
    public StepOutput step(StepInput in, StepCheck check) {
        double a = in.point().alphaBar();
        float[] eps = chain.predictNoise(in.zt(), a, in.point().t());
        check.finite("the predicted noise", eps);
        float[] belief = believed(in.zt(), a, eps);
        if (!in.guided()) {
            return new StepOutput(ddim(belief, chain.renoising(eps), in), belief, Double.NaN, Double.NaN);
        }
        Observation seen = chain.observe(Vectors.scale(1 / chain.scale(), belief), Optional.empty());
        check.finite("the residual of the decoded picture", seen.residualSquared());
        float[] mean = seen.encoded().orElseThrow().mean();
        check.finite("the encoded picture", mean);
        float[] refined = Vectors.scale(chain.scale(), mean);
        double q = Vectors.norm(Vectors.combine(1, refined, -1, belief));
        double kept = kept(a);
        float[] z0 = Vectors.combine(1 - kept, belief, kept, refined);
        double residual = settings.residual(seen.residualSquared(), chain.informative());
        return new StepOutput(ddim(z0, chain.renoising(eps), in), z0, residual, q);
    }

    /** σ_t²/(σ_t² + ω·σ_y²) with σ_t² = (1−ā)/ā: how much of the refined latent is believed. */
    private double kept(double a) {
        double spread = (1 - a) / a;
        return spread / (spread + settings.omega() * settings.sigma() * settings.sigma());
    }
}
