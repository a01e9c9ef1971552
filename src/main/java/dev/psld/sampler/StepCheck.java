package dev.psld.sampler;

/** Stops a sampling at the first number that is not finite, with step and stage. Immutable; one per step. */
record StepCheck(int step, int steps) {

    void finite(String stage, float[] values) {
        if (!Vectors.isFinite(values)) {
            throw new DivergedException(step, steps, stage);
        }
    }

    void finite(String stage, double value) {
        if (!Double.isFinite(value)) {
            throw new DivergedException(step, steps, stage);
        }
    }
}
