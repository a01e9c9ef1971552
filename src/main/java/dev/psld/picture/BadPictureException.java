package dev.psld.picture;

/** A picture, mask or kernel that cannot be used; the message is a sentence for the user. */
public final class BadPictureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadPictureException(String message) {
        super(message);
    }

    public BadPictureException(String message, Throwable cause) {
        super(message, cause);
    }
}
