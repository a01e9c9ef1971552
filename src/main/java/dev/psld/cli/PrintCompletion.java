package dev.psld.cli;

import dev.psld.cli.reference.BashCompletion;
import dev.psld.cli.reference.FishCompletion;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb completion: prints what a shell needs to complete verbs and options. */
@Command(
        name = "completion",
        description = "Print what a shell needs to complete verbs and options: ‘source <(psld completion bash)’.",
        mixinStandardHelpOptions = true)
final class PrintCompletion implements Callable<Integer> {
    /** What shells there are scripts for. */
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell = Shell.BASH;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                switch (shell) {
                    case BASH -> BashCompletion.of(spec.root().commandLine());
                    case ZSH -> BashCompletion.forZsh(spec.root().commandLine());
                    case FISH -> FishCompletion.of(spec.root());
                });
        out.flush();
        return ExitCode.OK.code();
    }
}
