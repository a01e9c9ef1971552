package dev.psld.sampler;

/** A NaN or infinity turned up; the message names step and stage. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int step;
    private final String stage;

    DivergedException(int step, int steps, String stage) {
        super("sampling diverged at step " + step + " of " + steps + ": " + stage
                + " is not finite. Lower --omega and --gamma, or take more steps.");
        this.step = step;
        this.stage = stage;
    }

    /** Number of the step, from 1. */
    public int step() {
        return step;
    }

    /** What was not finite. */
    public String stage() {
        return stage;
    }
}
