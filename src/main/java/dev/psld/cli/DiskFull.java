package dev.psld.cli;

import dev.psld.derive.ModelException;
import dev.psld.fault.FaultException;
import java.nio.file.Path;

/** A failure that a full disk caused, as a sentence that says so. Stateless. */
final class DiskFull {
    private static final String SYSTEM = "No space left";

    private DiskFull() {}

    static FaultException orSelf(FaultException e, Path target) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains(SYSTEM)) {
                return new ModelException(
                        "the disk is full (" + e.sentence() + "): nothing was installed. Make room on the disk of "
                                + target.toAbsolutePath().getParent()
                                + " and on that of temporary files (TMPDIR), about twice the"
                                + " size of the graphs",
                        e);
            }
        }
        return e;
    }
}
