package dev.psld.parity;

import dev.psld.sampler.GuidanceChain;
import dev.psld.sampler.Moments;
import dev.psld.sampler.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps the latent that every step begins with, and ends a run before a given step. Not thread-safe; one per run. */
final class Recorder implements GuidanceChain {
    /** Thrown when enough steps were made. */
    static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final GuidanceChain inner;
    private final int steps;
    private final List<float[]> latents = new ArrayList<>();

    Recorder(GuidanceChain inner, int steps) {
        this.inner = inner;
        this.steps = steps;
    }

    /** The latents that steps 1, 2, … began with. */
    List<float[]> latents() {
        return latents;
    }

    @Override
    public float[] predictNoise(float[] zt, double alphaBar, int t) {
        latents.add(zt.clone());
        if (latents.size() > steps) {
            throw new Enough();
        }
        return inner.predictNoise(zt, alphaBar, t);
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
    public float[] pullNoise(float[] cotangent) {
        return inner.pullNoise(cotangent);
    }

    @Override
    public Observation observe(float[] z, Optional<float[]> noise) {
        return inner.observe(z, noise);
    }

    @Override
    public float[] pullObservation(double residualScale, Optional<Moments> encoded) {
        return inner.pullObservation(residualScale, encoded);
    }
}
