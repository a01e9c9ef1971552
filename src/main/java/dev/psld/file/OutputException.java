package dev.psld.file;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;

/** An output file that cannot be written; the message is a sentence for the user. */
public final class OutputException extends FaultException {
    private static final long serialVersionUID = 1L;

    public OutputException(String message) {
        super(Fault.OUTPUT, message);
    }

    public OutputException(String message, Throwable cause) {
        super(Fault.OUTPUT, message, cause);
    }
}
