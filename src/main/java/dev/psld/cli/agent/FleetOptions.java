package dev.psld.cli.agent;

import dev.psld.bundle.ModelFolders;
import dev.psld.config.AgentConfig;
import dev.psld.config.FleetAccess;
import dev.psld.config.Originals;
import dev.psld.fleet.FleetSettings;
import dev.psld.fleet.Link;
import dev.psld.fleet.Offer;
import dev.psld.fleet.Servers;
import dev.psld.host.SystemMemory;
import dev.psld.operator.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the configuration says of the fleet. Stateless. */
public final class FleetOptions {
    /** How old what is known of a pause may be: it is asked for at every step. */
    private static final Duration MEMORY = Duration.ofMillis(500);

    private static final double GB = 1e9;

    private FleetOptions() {}

    /** As it is now, but for what only a restart changes. */
    static FleetSettings of(AgentConfig now, AgentConfig fixed) {
        FleetAccess fleet = fixed.fleet();
        return new FleetSettings(
                fleet.name(),
                fleet.replicas(),
                fleet.store(),
                fixed.queue().claims().lease(),
                fixed.queue().claims().lease(),
                MEMORY,
                originals(now.queue().originals()),
                now.fleet().results(),
                Arrays.stream(Task.values()).map(Task::word).collect(Collectors.toSet()),
                client(fleet.client()),
                offer(fleet),
                fixed.queue().spool().resolve("fleet"));
    }

    /** The same for a configuration that has just been read. */
    public static FleetSettings of(AgentConfig config) {
        return of(config, config);
    }

    /** Of a verb, which works on nothing. */
    public static FleetSettings client(String name, Optional<String> client, Path local) {
        return new FleetSettings(
                name,
                1,
                0,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                MEMORY,
                Optional.empty(),
                Duration.ofDays(7),
                Arrays.stream(Task.values()).map(Task::word).collect(Collectors.toSet()),
                client(client),
                Offer.NOTHING,
                local);
    }

    private static String client(Optional<String> named) {
        return named.orElseGet(() -> System.getProperty("user.name", "somebody"));
    }

    /** The connection that the configuration asks for; the caller closes it. */
    public static Link link(AgentConfig config, String called) {
        FleetAccess fleet = config.fleet();
        return new Link(
                Servers.of(fleet.servers().orElseThrow(), fleet.credentials(), fleet.authority()), "psld " + called);
    }

    private static Offer offer(FleetAccess fleet) {
        List<String> models = fleet.models().isEmpty()
                ? ModelFolders.installed().stream()
                        .map(folder -> String.valueOf(folder.getFileName()))
                        .toList()
                : fleet.models();
        int memory = fleet.memory()
                .orElseGet(() -> (int) Math.round(SystemMemory.system().total().orElse(0) / GB));
        return new Offer(models, memory, fleet.gpu());
    }

    private static Optional<Duration> originals(Originals config) {
        return switch (config.kind()) {
            case KEEP -> Optional.empty();
            case DELETE -> Optional.of(Duration.ZERO);
            case DAYS -> Optional.of(Duration.ofDays(config.days()));
        };
    }
}
