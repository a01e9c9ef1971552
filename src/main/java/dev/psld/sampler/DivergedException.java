package dev.psld.sampler;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;

/** A NaN or infinity turned up; the message names step and stage. */
public final class DivergedException extends FaultException {
    private static final long serialVersionUID = 1L;

    private final int step;
    private final String stage;

    DivergedException(int step, int steps, String stage) {
        super(
                Fault.PHOTO,
                "sampling diverged at step " + step + " of " + steps + ": " + stage
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
