package dev.psld.cli;

import dev.psld.cli.fleet.FetchResults;
import dev.psld.cli.fleet.SetQuota;
import dev.psld.cli.fleet.ShowFleet;
import dev.psld.cli.fleet.StartTrial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verb fleet: what there is to do with agents of many machines. */
@Command(
        name = "fleet",
        description = "Look at a fleet of agents on NATS JetStream, bring results from it, feed it from a folder.",
        subcommands = {ShowFleet.class, FetchResults.class, RunBridge.class, SetQuota.class, StartTrial.class},
        mixinStandardHelpOptions = true)
final class Fleet implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: status, fetch, bridge, quota or trial");
    }
}
