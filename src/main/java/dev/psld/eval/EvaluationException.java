package dev.psld.eval;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;

/** An evaluation cannot begin, or its folder cannot be written. */
public final class EvaluationException extends FaultException {
    private static final long serialVersionUID = 1L;

    EvaluationException(String sentence) {
        super(Fault.OUTPUT, sentence);
    }

    EvaluationException(String sentence, Throwable cause) {
        super(Fault.OUTPUT, sentence, cause);
    }
}
