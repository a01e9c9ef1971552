package dev.psld.cli;

import dev.psld.cli.agent.FleetOptions;
import dev.psld.config.AgentConfig;
import dev.psld.fleet.FleetControl;
import dev.psld.fleet.FleetRestorer;
import dev.psld.fleet.Link;
import dev.psld.fleet.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The verb fleet bridge: an agent whose photos are restored by a fleet. */
@Command(
        name = "bridge",
        description =
                "Watch a folder: photos dropped into it are restored by a fleet, and their results come back into it.",
        mixinStandardHelpOptions = true)
final class RunBridge implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(500);

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "F",
            description = "YAML file as an agent’s: spool, watch, originals, fleet.* count here.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A value that wins over the file’s, such as spool=DIR.")
    private Map<String, String> set = new TreeMap<>();

    @Option(
            names = "--queue",
            required = true,
            paramLabel = "URL",
            description = "The fleet’s servers: nats://HOST:PORT, …")
    private String queue = "";

    @Option(names = "--most", paramLabel = "N", description = "Photos that are in the fleet at once (64).")
    private int most = 64;

    @Override
    public Integer call() {
        AgentConfig first = read();
        if (first.fleet().servers().isPresent()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a bridge watches a folder: leave ‘queue’ out of its configuration, and give --queue");
        }
        String called = AgentProcess.hostAndProcess();
        try (Link link = new Link(
                Servers.of(queue, first.fleet().credentials(), first.fleet().authority()), "psld bridge " + called)) {
            FleetRestorer restorer =
                    new FleetRestorer(() -> FleetControl.open(link, FleetOptions.of(first)), most, LOOK);
            AgentProcess.run(called, first, this::read, ignored -> restorer);
        }
        return ExitCode.OK.code();
    }

    private AgentConfig read() {
        if (config.isEmpty() && !set.containsKey("spool")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say which folder: --config F, a file with ‘spool: DIR’ in it, or --set spool=DIR");
        }
        return config.map(file -> AgentConfig.load(file, set)).orElseGet(() -> AgentConfig.of(set));
    }
}
