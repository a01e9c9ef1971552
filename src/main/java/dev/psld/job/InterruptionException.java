package dev.psld.job;

/** Ends a job at a step: the agent stops, the job was cancelled, or another agent has it now. Nothing is wrong. */
public final class InterruptionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why a job ends before its end. */
    public enum Reason {
        /** The agent stops; the job goes on later. */
        STOP,
        /** The user does not want it. */
        CANCELLED,
        /** Another agent took it over. */
        LOST
    }

    private final Reason reason;

    public InterruptionException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
