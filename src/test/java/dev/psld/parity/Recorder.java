package dev.psld.parity;

import dev.psld.sampler.StepCheck;
import dev.psld.sampler.StepEngine;
import dev.psld.sampler.StepInput;
import dev.psld.sampler.StepOutput;
import java.util.ArrayList;
import java.util.List;

/** Keeps the latent that every step ends with, and ends a run after a given number. Not thread-safe; one per run. */
final class Recorder implements StepEngine {
    /** Thrown when enough steps were made. */
    static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final StepEngine inner;
    private final int steps;
    private final List<float[]> latents = new ArrayList<>();

    Recorder(StepEngine inner, int steps) {
        this.inner = inner;
        this.steps = steps;
    }

    /** The latents after steps 1, 2, … */
    List<float[]> latents() {
        return latents;
    }

    @Override
    public StepOutput step(StepInput input, StepCheck check) {
        if (latents.size() == steps) {
            throw new Enough();
        }
        StepOutput output = inner.step(input, check);
        latents.add(output.latent().clone());
        return output;
    }

    @Override
    public int latentLength() {
        return inner.latentLength();
    }

    @Override
    public int measurementLength() {
        return inner.measurementLength();
    }

    @Override
    public StepOutput polish(float[] z, double gamma, double omega, StepCheck check) {
        return inner.polish(z, gamma, omega, check);
    }

    @Override
    public double residual(float[] z) {
        return inner.residual(z);
    }
}
