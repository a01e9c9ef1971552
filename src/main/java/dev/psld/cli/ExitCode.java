package dev.psld.cli;

import dev.psld.fault.Fault;

/** What the program's exit code tells a script. */
public enum ExitCode {
    OK(0, "all went well"),
    FAILED(1, "the work failed"),
    USAGE(2, "the command line is wrong"),
    SOME_FAILED(3, "some inputs failed, the others are done"),
    MODEL(10, "the model is missing or damaged"),
    PROVIDER(11, "the execution provider cannot be used"),
    SPOOL(12, "the spool, or the servers of the fleet, cannot be used"),
    CONFIGURATION(78, "the configuration is wrong"),
    INTERRUPTED(130, "interrupted");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** What a script is told of a failure. A wrong photo, graph, place or run is the work's, whoever must act. */
    public static ExitCode of(Fault fault) {
        return switch (fault) {
            case USAGE -> USAGE;
            case PHOTO, GRAPH, RUNTIME, OUTPUT, DEFECT -> FAILED;
            case MODEL -> MODEL;
            case PROVIDER -> PROVIDER;
            case QUEUE -> SPOOL;
            case CONFIGURATION -> CONFIGURATION;
        };
    }

    public int code() {
        return code;
    }

    /** The meaning as a clause, for the help. */
    public String meaning() {
        return meaning;
    }
}
