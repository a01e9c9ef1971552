package dev.psld.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;
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
        trace(command).accept(thrown);
        err.flush();
        return problem.code().code();
    }

    /** Prints where a failure came from, if the command line asks for that. */
    static Consumer<Throwable> trace(CommandLine command) {
        return thrown -> {
            if (Psld.stacktrace(command)) {
                thrown.printStackTrace(command.getErr());
            }
        };
    }
}
