package dev.psld.ort;

/** What kind of failure ONNX Runtime reported; the order is that of {@code OrtErrorCode}. */
public enum ErrorCode {
    OK,
    FAIL,
    INVALID_ARGUMENT,
    NO_SUCH_FILE,
    NO_MODEL,
    ENGINE_ERROR,
    RUNTIME_EXCEPTION,
    INVALID_PROTOBUF,
    MODEL_LOADED,
    NOT_IMPLEMENTED,
    INVALID_GRAPH,
    PROVIDER_FAIL,
    MODEL_LOAD_CANCELED,
    MODEL_REQUIRES_COMPILATION,
    NOT_FOUND;

    static ErrorCode of(int code) {
        return code >= 0 && code < values().length ? values()[code] : FAIL;
    }
}
