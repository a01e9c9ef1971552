package dev.psld.job;

/** A job whose settings cannot be used; the message says which, and what to give instead. */
public final class JobException extends RuntimeException {
    private static final long serialVersionUID = 1;

    JobException(String message) {
        super(message);
    }

    JobException(String message, Throwable cause) {
        super(message, cause);
    }
}
