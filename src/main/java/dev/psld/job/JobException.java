package dev.psld.job;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;

/** A job whose settings cannot be used; the message says which, and what to give instead. */
public final class JobException extends FaultException {
    private static final long serialVersionUID = 1;

    public JobException(String message) {
        super(Fault.PHOTO, message);
    }

    public JobException(String message, Throwable cause) {
        super(Fault.PHOTO, message, cause);
    }
}
