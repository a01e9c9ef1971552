package dev.psld.autodiff;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;

/** A graph that cannot be differentiated as asked; the message is a sentence for the user. */
public class DiffException extends FaultException {
    private static final long serialVersionUID = 1L;

    public DiffException(String message) {
        super(Fault.GRAPH, message);
    }
}
