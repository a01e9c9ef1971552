package dev.psld.agent;

/** A photo that cannot be restored, or what lies beside it; the message says why and what to do. Other photos go on. */
public final class PhotoException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PhotoException(String message) {
        super(message);
    }

    public PhotoException(String message, Throwable cause) {
        super(message, cause);
    }
}
