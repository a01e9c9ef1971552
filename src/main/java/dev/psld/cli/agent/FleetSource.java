package dev.psld.cli.agent;

import dev.psld.agent.QueueSource;
import dev.psld.config.AgentConfig;
import dev.psld.fleet.FleetQueue;
import dev.psld.fleet.FleetSettings;
import dev.psld.fleet.Link;
import dev.psld.job.AgentStatuses;
import dev.psld.job.JobQueue;
import dev.psld.job.QueueException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** A fleet, for one worker of it. Opened once, and then again and again under the same identity. Used by one thread. */
final class FleetSource implements QueueSource {
    private final AgentConfig fixed;
    private final String agent;
    private final Link link;
    private Optional<FleetQueue> before = Optional.empty();

    /** @param fixed says where the servers are, and what only a restart changes */
    FleetSource(AgentConfig fixed, String agent) {
        this.fixed = fixed;
        this.agent = agent;
        this.link = FleetOptions.link(fixed, agent);
    }

    @Override
    public JobQueue open(AgentConfig now) {
        FleetSettings settings = FleetOptions.of(now, fixed);
        try {
            Files.createDirectories(settings.local());
        } catch (IOException e) {
            throw new QueueException(settings.local() + " cannot be made: " + e.getMessage() + ".", e);
        }
        FleetQueue queue =
                before.map(known -> known.reopen(settings)).orElseGet(() -> FleetQueue.open(link, settings, agent));
        before = Optional.of(queue);
        return queue;
    }

    @Override
    public AgentStatuses statuses() {
        return FleetQueue.statuses(link, FleetOptions.of(fixed));
    }
}
