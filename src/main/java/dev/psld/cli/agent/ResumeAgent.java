package dev.psld.cli.agent;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The verb agent resume. */
@Command(name = "resume", description = "Let paused agents of a spool go on.", mixinStandardHelpOptions = true)
public final class ResumeAgent implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SpoolPlace place;

    @Override
    public Integer call() {
        place.control().resume();
        spec.commandLine().getOut().println("not paused any more");
        return 0;
    }
}
