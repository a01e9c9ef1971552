package dev.psld.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, what was perhaps meant, and where the help is. Stateless. */
final class UsageHandler implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText("psld: " + wrong.getMessage()));
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("‘" + command.getCommandSpec().qualifiedName() + " --help’ lists what there is.");
        err.flush();
        return ExitCode.USAGE.code();
    }
}
