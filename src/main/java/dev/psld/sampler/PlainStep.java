package dev.psld.sampler;

import java.util.Optional;

/** What the engines without gluing share: the clean latent that a net believes in, DDIM, and a look at the end. Not thread-safe. */
abstract class PlainStep implements StepEngine {
    final GuidanceChain chain;
    final Settings settings;

    PlainStep(GuidanceChain chain, Settings settings) {
        this.chain = chain;
        this.settings = settings;
    }

    @Override
    public final int latentLength() {
        return chain.latentLength();
    }

    @Override
    public final int measurementLength() {
        return chain.measurementLength();
    }

    /** ẑ0 of algorithms A.1 (2). */
    final float[] believed(float[] zt, double alphaBar, float[] eps) {
        return Vectors.combine(1 / Math.sqrt(alphaBar), zt, -Math.sqrt(1 - alphaBar) / Math.sqrt(alphaBar), eps);
    }

    /** z′ of algorithms A.1 (3). */
    static float[] ddim(float[] z0, float[] eps, StepInput in) {
        double next = in.point().nextAlphaBar();
        double kept = Math.sqrt(Math.max(0, 1 - next - in.deviation() * in.deviation()));
        float[] moved = Vectors.combine(Math.sqrt(next), z0, kept, eps);
        return in.stepNoise()
                .map(noise -> Vectors.combine(1, moved, in.deviation(), noise))
                .orElse(moved);
    }

    @Override
    public final StepOutput polish(float[] z, double gamma, double omega, StepCheck check) {
        Guidance guidance = Guidance.at(chain, settings, z, 0, omega, Optional.empty(), Optional.empty(), check);
        return new StepOutput(Vectors.combine(1, z, -1, guidance.gradient()), z, guidance.residual(), Double.NaN);
    }

    @Override
    public final double residual(float[] z) {
        Observation end = chain.observe(Vectors.scale(1 / chain.scale(), z), Optional.empty());
        return settings.residual(end.residualSquared(), chain.informative());
    }
}
