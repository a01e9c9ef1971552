package dev.psld.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints what went wrong as one sentence and gives its exit code. Stateless. */
final class FailureHandler implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        Problem problem = Problem.of(thrown);
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText("psld: " + problem.sentence()));
        if (Psld.stacktrace(command)) {
            thrown.printStackTrace(err);
        }
        err.flush();
        return problem.code().code();
    }
}
