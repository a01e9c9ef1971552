package dev.psld;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;

/**
 * ONNX Runtime by its own Java API, as tests ask it. Thread-safe; one for the whole process, as ONNX Runtime wants it.
 *
 * <p>The process has one environment, made by whoever comes first, so this one has global thread pools too: the program's
 * sessions need them whichever test runs first.
 */
public final class OfficialRuntime {
    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment(
            OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, "tests", new OrtEnvironment.ThreadingOptions());

    private OfficialRuntime() {}

    public static OrtEnvironment environment() {
        return ENVIRONMENT;
    }
}
