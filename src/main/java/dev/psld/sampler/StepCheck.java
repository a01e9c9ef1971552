package dev.psld.sampler;

/** Stops a sampling at the first number that is not finite, with step and stage. Immutable; one per step. */
public record StepCheck(int step, int steps) {

    /** Throws a {@link DivergedException} when one of the values is NaN or infinite. */
    public void finite(String stage, float[] values) {
        if (!Vectors.isFinite(values)) {
            throw new DivergedException(step, steps, stage);
        }
    }

    /** Throws a {@link DivergedException} when the value is NaN or infinite. */
    public void finite(String stage, double value) {
        if (!Double.isFinite(value)) {
            throw new DivergedException(step, steps, stage);
        }
    }
}
