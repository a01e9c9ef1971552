package dev.psld.cli.agent;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb agent retry. */
@Command(
        name = "retry",
        description = "Put a failed photo back into the inbox, with what lies beside it.",
        mixinStandardHelpOptions = true)
public final class RetryJob implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "photo.jpg, or task/photo.jpg where several tasks have one.")
    private String name = "";

    @Option(names = "--priority", description = "Put it into the folder that goes first.")
    private boolean priority;

    @Mixin
    private SpoolPlace place;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(place.control().retry(name, priority));
        return 0;
    }
}
