package dev.psld.cli;

import dev.psld.fault.Fault;
import dev.psld.fault.FaultException;
import dev.psld.fault.HeapLimit;

/**
 * A failure as its reader gets it: one sentence and an exit code. Immutable.
 *
 * @param fault who must act; the stack trace of a defect of the program is worth having
 */
record Problem(String sentence, Fault fault) {

    static Problem of(Throwable thrown) {
        if (thrown instanceof FaultException e) {
            return new Problem(e.sentence(), e.fault());
        }
        if (thrown instanceof OutOfMemoryError) {
            return new Problem("the memory does not suffice; " + HeapLimit.sentence(), Fault.PHOTO);
        }
        String message = thrown.getMessage();
        return new Problem(
                "unexpected " + thrown.getClass().getSimpleName() + (message == null ? "" : ": " + message)
                        + " (--stacktrace shows where)",
                Fault.DEFECT);
    }

    boolean expected() {
        return fault != Fault.DEFECT;
    }

    ExitCode code() {
        return ExitCode.of(fault);
    }
}
