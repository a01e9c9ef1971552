package dev.psld.text;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;

/** A tokenizer's folder that is missing, damaged, or of another kind; the message says which file and what to do. */
public final class TokenizerException extends FaultException {
    private static final long serialVersionUID = 1L;

    TokenizerException(String message) {
        super(Fault.MODEL, message);
    }

    TokenizerException(String message, Throwable cause) {
        super(Fault.MODEL, message, cause);
    }
}
