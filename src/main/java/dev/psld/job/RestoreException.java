package dev.psld.job;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;

/** Why a photo was not restored, in a sentence that names it as its owner does; the fault says who must act. */
public final class RestoreException extends FaultException {
    private static final long serialVersionUID = 1;

    public RestoreException(Fault fault, String sentence) {
        super(fault, sentence);
    }

    public RestoreException(Fault fault, String sentence, Throwable cause) {
        super(fault, sentence, cause);
    }
}
