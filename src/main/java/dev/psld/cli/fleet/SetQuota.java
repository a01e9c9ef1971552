package dev.psld.cli.fleet;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb fleet quota. */
@Command(
        name = "quota",
        description = "Set how many jobs of one client may wait and be in work at once; 0 for any number.",
        mixinStandardHelpOptions = true)
public final class SetQuota implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "N", description = "Jobs, counted.")
    private int most;

    @Mixin
    private FleetPlace place;

    @Override
    public Integer call() throws Exception {
        if (most < 0) {
            throw new ParameterException(spec.commandLine(), "a quota cannot be below 0");
        }
        return place.use(fleet -> {
            fleet.quota(most);
            spec.commandLine()
                    .getOut()
                    .println(most == 0 ? "any number of jobs" : "at most " + most + " jobs of a client");
            return 0;
        });
    }
}
