package dev.psld.bench;

import org.jspecify.annotations.Nullable;

/** What cannot be measured, and what to do about it. */
public final class BenchException extends RuntimeException {
    public BenchException(String message) {
        super(message);
    }

    public BenchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
