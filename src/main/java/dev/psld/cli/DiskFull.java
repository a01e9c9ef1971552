package dev.psld.cli;

import dev.psld.derive.ModelException;
import dev.psld.fault.FaultException;
import java.nio.file.Path;
import java.util.List;

/** A failure that a full disk caused, as a sentence that says so. Stateless. */
final class DiskFull {
    /** What the system says, and ONNX Runtime where it cannot write. */
    private static final List<String> SIGNS = List.of("No space left", "Failed to write external initializers");

    private DiskFull() {}

    static FaultException orSelf(FaultException e, Path target) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (SIGNS.stream().anyMatch(message::contains)) {
                return new ModelException(
                        "the disk is full (" + e.sentence()
                                + "): nothing was installed. About twice the size of the graphs is"
                                + " needed on the disk of "
                                + target.toAbsolutePath().getParent() + ", and as much for temporary files in "
                                + System.getProperty("java.io.tmpdir")
                                + " (JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR names another folder for them): make room",
                        e);
            }
        }
        return e;
    }
}
