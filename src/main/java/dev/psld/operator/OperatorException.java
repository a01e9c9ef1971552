package dev.psld.operator;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;

/** A measurement operator that cannot be made from what was given; the message is a sentence for the user. */
public final class OperatorException extends FaultException {
    private static final long serialVersionUID = 1L;

    public OperatorException(String message) {
        super(Fault.GRAPH, message);
    }

    public OperatorException(String message, Throwable cause) {
        super(Fault.GRAPH, message, cause);
    }
}
