package dev.psld.ort;

/** A call that ONNX Runtime refused, or a runtime that cannot be loaded; the message is a sentence for the user. */
public final class OrtException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    OrtException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    OrtException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
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
