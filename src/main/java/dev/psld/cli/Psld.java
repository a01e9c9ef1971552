package dev.psld.cli;

import dev.psld.cli.fleet.SubmitPhotos;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program: restores degraded photographs by posterior sampling with a latent diffusion model. */
@Command(
        name = "psld",
        description = "Restores degraded photographs by posterior sampling with a latent diffusion model.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        subcommands = {
            Restore.class,
            Degrade.class,
            Evaluate.class,
            Export.class,
            Differentiate.class,
            Models.class,
            Doctor.class,
            Bench.class,
            CompareEngines.class,
            RunAgent.class,
            SubmitPhotos.class,
            Fleet.class,
            ServePage.class,
            InstallService.class,
            UninstallService.class,
            PrintManual.class,
            PrintCompletion.class,
            HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:all went well",
            "  1:the work failed",
            "  2:the command line is wrong",
            "  3:some inputs failed, the others are done",
            " 10:the model is missing or damaged",
            " 11:the execution provider cannot be used",
            " 12:the spool, or the servers of the fleet, cannot be used",
            " 78:the configuration is wrong",
            "130:interrupted"
        })
public final class Psld implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Show where in the program a failure came from.")
    private boolean stacktrace;

    public static void main(String[] args) {
        HangupSignal.endOrderly();
        System.exit(run(args));
    }

    /** Picocli hands no errors to the handler of failures. */
    private static int run(String... args) {
        CommandLine command = commandLine();
        try {
            int code = command.execute(args);
            if (System.out.checkError()) {
                command.getErr()
                        .println("psld: standard output cannot be written to: the disk is full, or nobody reads it");
                command.getErr().flush();
                return code == ExitCode.OK.code() ? ExitCode.FAILED.code() : code;
            }
            return code;
        } catch (OutOfMemoryError | LinkageError e) {
            Problem problem = Problem.of(e);
            command.getErr().println("psld: " + problem.sentence());
            command.getErr().flush();
            return problem.code().code();
        }
    }

    /** The command line with all its verbs and handlers; one for each execution. */
    static CommandLine commandLine() {
        return new CommandLine(new Psld())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(columns())
                .setResourceBundle(new ParameterTexts())
                .setExpandAtFiles(false) // a photo may be called @home.jpg
                .registerConverter(Path.class, new RawArguments())
                .setExecutionExceptionHandler(new FailureHandler())
                .setParameterExceptionHandler(new UsageHandler());
    }

    /** Of the terminal, as the launcher saw it, where help can be read in them. */
    private static int columns() {
        return Math.min(120, Math.max(55, Integer.getInteger("psld.columns", 80)));
    }

    /** Whether the command line asks for stack traces. */
    static boolean stacktrace(CommandLine command) {
        return command.getCommandSpec().root().userObject() instanceof Psld root && root.stacktrace;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: restore, degrade, export, differentiate, …");
    }
}
