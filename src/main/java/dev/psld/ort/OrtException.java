package dev.psld.ort;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;

/** A call that ONNX Runtime refused, or a runtime that cannot be loaded; the message is a sentence for the user. */
public final class OrtException extends FaultException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    OrtException(ErrorCode code, String message) {
        super(Fault.RUNTIME, message);
        this.code = code;
    }

    OrtException(ErrorCode code, String message, Throwable cause) {
        super(Fault.RUNTIME, message, cause);
        this.code = code;
    }

    /** The code that ONNX Runtime gave. */
    public ErrorCode code() {
        return code;
    }

    /** The same failure, with what was being done in front of ONNX Runtime's words. */
    OrtException during(String what) {
        return new OrtException(code, what + ": " + getMessage(), this);
    }
}
