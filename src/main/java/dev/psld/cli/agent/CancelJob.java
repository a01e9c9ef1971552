package dev.psld.cli.agent;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb agent cancel. */
@Command(
        name = "cancel",
        description = "Take a photo out of the queue, or end its job at the next step; it goes to failed/.",
        mixinStandardHelpOptions = true)
public final class CancelJob implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "photo.jpg, or task/photo.jpg where several tasks have one.")
    private String name = "";

    @Mixin
    private SpoolPlace place;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(place.control().cancel(name));
        return 0;
    }
}
