package dev.psld.fault;

import org.jspecify.annotations.Nullable;

/**
 * A failure that somebody can do something about; the message is a sentence for them: what is wrong, where, what to do.
 * Immutable.
 */
public abstract class FaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    protected FaultException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    /** @param cause null for none */
    protected FaultException(Fault fault, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    /** Who must act. */
    public final Fault fault() {
        return fault;
    }

    /** The sentence; there always is one. */
    public final String sentence() {
        return String.valueOf(getMessage());
    }
}
