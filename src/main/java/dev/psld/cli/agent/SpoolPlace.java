package dev.psld.cli.agent;

import dev.psld.config.AgentConfig;
import dev.psld.job.QueueControl;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which spool is meant: by its configuration, or by its folder. Filled by picocli. */
final class SpoolPlace {
    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    /** One of them. */
    static final class Choice {
        @Option(
                names = {"-c", "--config"},
                required = true,
                paramLabel = "F",
                description = "YAML file of the agent.")
        private Optional<Path> config = Optional.empty();

        @Option(names = "--spool", required = true, paramLabel = "DIR", description = "Folder that an agent watches.")
        private Optional<Path> spool = Optional.empty();
    }

    /** The configuration; with a folder only, that of a file which says nothing else. */
    AgentConfig configuration() {
        return choice.config
                .map(AgentConfig::load)
                .orElseGet(() -> AgentConfig.of(Map.of(
                        "spool", choice.spool.orElseThrow().toAbsolutePath().toString())));
    }

    QueueControl control() {
        return Queues.control(configuration());
    }
}
