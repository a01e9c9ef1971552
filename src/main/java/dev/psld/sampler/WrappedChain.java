package dev.psld.sampler;

import java.util.Optional;

/** A chain that asks another one for everything that it does not do itself. As thread-safe, and as long-lived, as that one, which it does not close. */
public abstract class WrappedChain implements GuidanceChain {
    private final GuidanceChain chain;

    protected WrappedChain(GuidanceChain chain) {
        this.chain = chain;
    }

    @Override
    public final int latentLength() {
        return chain.latentLength();
    }

    @Override
    public final double scale() {
        return chain.scale();
    }

    @Override
    public final int measurementLength() {
        return chain.measurementLength();
    }

    @Override
    public final long informative() {
        return chain.informative();
    }

    @Override
    public float[] predictNoise(float[] zt, double alphaBar, int t) {
        return chain.predictNoise(zt, alphaBar, t);
    }

    @Override
    public float[] renoising(float[] predicted) {
        return chain.renoising(predicted);
    }

    @Override
    public float[] pullNoise(float[] cotangent) {
        return chain.pullNoise(cotangent);
    }

    @Override
    public Observation observe(float[] z, Optional<float[]> noise) {
        return chain.observe(z, noise);
    }

    @Override
    public float[] pullObservation(double residualScale, Optional<Moments> encoded) {
        return chain.pullObservation(residualScale, encoded);
    }
}
