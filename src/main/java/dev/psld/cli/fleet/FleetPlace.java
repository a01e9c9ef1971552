package dev.psld.cli.fleet;

import dev.psld.cli.agent.FleetOptions;
import dev.psld.file.TemporaryFolder;
import dev.psld.fleet.FleetControl;
import dev.psld.fleet.FleetSettings;
import dev.psld.fleet.Link;
import dev.psld.fleet.Servers;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which fleet is meant, and who asks. Filled by picocli. */
final class FleetPlace {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--queue",
            required = true,
            paramLabel = "URL",
            description = "nats://HOST:PORT or tls://HOST:PORT of the fleet’s servers, several with commas between.")
    private String queue = "";

    @Option(
            names = "--fleet",
            paramLabel = "NAME",
            description = "Name of the fleet, for several may share servers (psld).")
    private String fleet = "psld";

    @Option(
            names = "--credentials",
            paramLabel = "F",
            description = "File with the user’s JWT and key, as nsc writes it.")
    private Optional<Path> credentials = Optional.empty();

    @Option(
            names = "--authority",
            paramLabel = "F",
            description = "PEM file of the certificates by which tls:// servers are known.")
    private Optional<Path> authority = Optional.empty();

    @Option(names = "--client", paramLabel = "NAME", description = "For whom jobs are submitted (the user’s name).")
    private Optional<String> client = Optional.empty();

    @FunctionalInterface
    interface Use {
        int of(FleetControl fleet) throws Exception;
    }

    String shown() {
        return "fleet " + fleet + " at " + servers().shown();
    }

    private Servers servers() {
        if (!queue.matches("((nats|tls)://[^\\s/,]+)(\\s*,\\s*(nats|tls)://[^\\s/,]+)*")) {
            throw new ParameterException(
                    spec.commandLine(), "--queue cannot be “" + queue + "”: give nats://HOST:PORT or tls://HOST:PORT");
        }
        return Servers.of(queue, credentials, authority);
    }

    /** Opens the fleet for one use of it. */
    int use(Use use) throws Exception {
        if (!FleetSettings.isName(fleet)) {
            throw new ParameterException(
                    spec.commandLine(), "--fleet cannot be “" + fleet + "”: give " + FleetSettings.NAMES);
        }
        try (TemporaryFolder local = TemporaryFolder.temporary();
                Link link = new Link(servers(), "psld verb")) {
            return use.of(FleetControl.open(link, FleetOptions.client(fleet, client, local.folder())));
        }
    }
}
