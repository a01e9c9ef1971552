package dev.psld.cli;

/** What the program's exit code tells a script. */
public enum ExitCode {
    OK(0, "all went well"),
    FAILED(1, "the work failed"),
    USAGE(2, "the command line is wrong"),
    SOME_FAILED(3, "some inputs failed, the others are done"),
    MODEL(10, "the model is missing or damaged"),
    PROVIDER(11, "the execution provider cannot be used"),
    SPOOL(12, "the spool cannot be read or written"),
    CONFIGURATION(78, "the configuration is wrong"),
    INTERRUPTED(130, "interrupted");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    /** The meaning as a clause, for the help. */
    public String meaning() {
        return meaning;
    }
}
