package dev.psld.derive;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;

/** A model bundle that is missing or damaged, or cannot be made; the message says what is wrong and what to do. */
public final class ModelException extends FaultException {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(Fault.MODEL, message);
    }

    public ModelException(String message, Throwable cause) {
        super(Fault.MODEL, message, cause);
    }
}
