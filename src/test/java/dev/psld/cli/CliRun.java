package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** One run of the command line in this process: what it printed and its exit code. Immutable. */
record CliRun(int code, String out, String err) {

    static CliRun of(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Psld.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(List.of(args).stream().map(Object::toString).toArray(String[]::new));
        return new CliRun(code, out.toString(), err.toString());
    }

    CliRun ok() {
        assertThat(code).as(err).isZero();
        return this;
    }

    /** Fails with that code, one sentence that says these words, and no stack trace. */
    CliRun fails(ExitCode expected, String... words) {
        assertThat(code).as(out + err).isEqualTo(expected.code());
        assertThat(err).contains(words).doesNotContain("\tat ", "Exception");
        return this;
    }
}
