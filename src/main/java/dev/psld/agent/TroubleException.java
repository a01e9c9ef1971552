package dev.psld.agent;

/** What keeps every photo from being restored now, such as a missing model; the message says what to do. It may pass. */
public final class TroubleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean mayBeThePhoto;

    /** @param mayBeThePhoto whether this photo itself may be the cause: when it comes again and again, the photo fails */
    public TroubleException(String message, boolean mayBeThePhoto, Throwable cause) {
        super(message, cause);
        this.mayBeThePhoto = mayBeThePhoto;
    }

    boolean mayBeThePhoto() {
        return mayBeThePhoto;
    }
}
