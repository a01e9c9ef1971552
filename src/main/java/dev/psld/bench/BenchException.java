package dev.psld.bench;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;
import org.jspecify.annotations.Nullable;

/** What cannot be measured, and what to do about it. */
public final class BenchException extends FaultException {
    public BenchException(String message) {
        super(Fault.RUNTIME, message);
    }

    public BenchException(String message, @Nullable Throwable cause) {
        super(Fault.RUNTIME, message, cause);
    }
}
