package dev.psld.graph;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;

/** A graph that cannot be read, is not well formed, or cannot be written; the message is a sentence for the user. */
public final class GraphException extends FaultException {
    private static final long serialVersionUID = 1L;

    public GraphException(String message) {
        super(Fault.GRAPH, message);
    }

    public GraphException(String message, Throwable cause) {
        super(Fault.GRAPH, message, cause);
    }
}
