package dev.psld.eval;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;

/** A graph is no metric, or a metric cannot be had. */
public final class MetricException extends FaultException {
    private static final long serialVersionUID = 1L;

    MetricException(String sentence) {
        super(Fault.GRAPH, sentence);
    }

    MetricException(String sentence, Throwable cause) {
        super(Fault.GRAPH, sentence, cause);
    }
}
