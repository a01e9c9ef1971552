package dev.psld.operator;

/** A measurement operator that cannot be made from what was given; the message is a sentence for the user. */
public final class OperatorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OperatorException(String message) {
        super(message);
    }

    public OperatorException(String message, Throwable cause) {
        super(message, cause);
    }
}
