package dev.psld.ort;

/**
 * From which severity ONNX Runtime writes to standard error. Failures of calls come back as {@link OrtException} at any level.
 */
public enum LogLevel {
    VERBOSE(0),
    INFO(1),
    WARNING(2),
    ERROR(3),
    FATAL(4);

    final int code;

    LogLevel(int code) {
        this.code = code;
    }
}
