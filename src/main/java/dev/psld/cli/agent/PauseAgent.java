package dev.psld.cli.agent;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The verb agent pause. */
@Command(
        name = "pause",
        description = "Let all agents of a spool wait, a job in work at its next step, until they are to resume.",
        mixinStandardHelpOptions = true)
public final class PauseAgent implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SpoolPlace place;

    @Override
    public Integer call() {
        place.control().pause();
        spec.commandLine().getOut().println("paused; psld agent resume lets it go on");
        return 0;
    }
}
