package dev.psld.agent;

import dev.psld.fault.Fault;

/** What the agent does about a failure, by who must act. */
enum Remedy {
    /** The job fails; its owner is told why. */
    FAIL,
    /** The job is put back and tried again; when it fails so again and again, it may be the photo after all. */
    RETRY,
    /** The job is put back: no photo can be restored until somebody acts. */
    WAIT,
    /** A defect of the program: the job fails, the log has the details. */
    REPORT;

    static Remedy of(Fault fault) {
        return switch (fault) {
            case PHOTO, GRAPH, USAGE -> FAIL;
            case RUNTIME -> RETRY;
            case MODEL, PROVIDER, OUTPUT, QUEUE, CONFIGURATION -> WAIT;
            case DEFECT -> REPORT;
        };
    }
}
