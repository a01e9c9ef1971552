package dev.psld.bundle;

/** A model bundle that is missing or damaged, or cannot be made; the message says what is wrong and what to do. */
public final class BundleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BundleException(String message) {
        super(message);
    }

    public BundleException(String message, Throwable cause) {
        super(message, cause);
    }
}
