package dev.psld.sampler;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Records where the noise is asked for; stops at the second time, or breaks a gradient at a given step. */
final class SpyChain implements GuidanceChain {
    /** Thrown when enough was seen. */
    static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final GuidanceChain inner;
    private final List<float[]> seen;
    private final int brokenStep;

    SpyChain(GuidanceChain inner, List<float[]> seen) {
        this(inner, seen, 0);
    }

    SpyChain(GuidanceChain inner, List<float[]> seen, int brokenStep) {
        this.inner = inner;
        this.seen = seen;
        this.brokenStep = brokenStep;
    }

    @Override
    public int latentLength() {
        return inner.latentLength();
    }

    @Override
    public double scale() {
        return inner.scale();
    }

    @Override
    public int measurementLength() {
        return inner.measurementLength();
    }

    @Override
    public long informative() {
        return inner.informative();
    }

    @Override
    public float[] predictNoise(float[] zt, double alphaBar, int t) {
        seen.add(zt.clone());
        if (brokenStep == 0 && seen.size() == 2) {
            throw new Enough();
        }
        return inner.predictNoise(zt, alphaBar, t);
    }

    @Override
    public float[] pullNoise(float[] cotangent) {
        return inner.pullNoise(cotangent);
    }

    @Override
    public Observation observe(float[] z, Optional<float[]> noise) {
        return inner.observe(z, noise);
    }

    @Override
    public float[] pullObservation(double residualScale, Optional<Moments> encoded) {
        float[] pulled = inner.pullObservation(residualScale, encoded);
        if (brokenStep > 0 && seen.size() == brokenStep) {
            Arrays.fill(pulled, 0, 1, Float.NaN);
        }
        return pulled;
    }
}
