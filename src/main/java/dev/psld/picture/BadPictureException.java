package dev.psld.picture;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;

/** A picture, mask or kernel that cannot be used; the message is a sentence for the user. */
public final class BadPictureException extends FaultException {
    private static final long serialVersionUID = 1L;

    public BadPictureException(String message) {
        super(Fault.PHOTO, message);
    }

    public BadPictureException(String message, Throwable cause) {
        super(Fault.PHOTO, message, cause);
    }
}
