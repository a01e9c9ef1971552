package dev.psld.cli;

import dev.psld.autodiff.DiffException;
import dev.psld.bench.BenchException;
import dev.psld.bundle.BundleException;
import dev.psld.config.ConfigurationException;
import dev.psld.graph.GraphException;
import dev.psld.operator.OperatorException;
import dev.psld.ort.OrtException;
import dev.psld.ort.ProviderException;
import dev.psld.picture.BadPictureException;
import dev.psld.picture.OutputException;
import dev.psld.sampler.DivergedException;
import dev.psld.spool.SpoolException;

/**
 * A failure as its reader gets it: one sentence and an exit code. Immutable.
 *
 * @param expected false for a defect of the program, whose stack trace is worth having
 */
record Problem(String sentence, ExitCode code, boolean expected) {

    static Problem of(Throwable thrown) {
        String message = thrown.getMessage();
        if (message != null) {
            if (thrown instanceof ProviderException) {
                return new Problem(message, ExitCode.PROVIDER, true);
            }
            if (thrown instanceof ConfigurationException) {
                return new Problem(message, ExitCode.CONFIGURATION, true);
            }
            if (thrown instanceof SpoolException) {
                return new Problem(message, ExitCode.SPOOL, true);
            }
            if (thrown instanceof BundleException) {
                return new Problem(message, ExitCode.MODEL, true);
            }
            if (thrown instanceof BadPictureException
                    || thrown instanceof DivergedException
                    || thrown instanceof OutputException
                    || thrown instanceof OperatorException
                    || thrown instanceof GraphException
                    || thrown instanceof DiffException
                    || thrown instanceof OrtException
                    || thrown instanceof BenchException) {
                return new Problem(message, ExitCode.FAILED, true);
            }
        }
        if (thrown instanceof OutOfMemoryError) {
            return new Problem(
                    "the memory does not suffice: restore fewer or smaller pictures at a time, or give Java more with"
                            + " JAVA_TOOL_OPTIONS=-Xmx4g",
                    ExitCode.FAILED,
                    true);
        }
        return new Problem(
                "unexpected " + thrown.getClass().getSimpleName() + (message == null ? "" : ": " + message)
                        + " (--stacktrace shows where)",
                ExitCode.FAILED,
                false);
    }
}
