package dev.psld.cli.agent;

import dev.psld.agent.QueueSource;
import dev.psld.config.AgentConfig;
import dev.psld.job.AgentStatuses;
import dev.psld.job.JobQueue;
import dev.psld.spool.AgentIdentity;
import dev.psld.spool.Spool;
import dev.psld.spool.SpoolSettings;
import dev.psld.spool.StatusFiles;
import java.time.InstantSource;
import java.util.Optional;

/** A queue in a folder, for one agent. Opened once, and then again and again under the same identity. Used by one thread. */
public final class SpoolSource implements QueueSource {
    private final AgentConfig fixed;
    private final String agent;
    private Optional<Spool> before = Optional.empty();

    /** @param fixed says where the folder is, and what only a restart changes */
    public SpoolSource(AgentConfig fixed, String agent) {
        this.fixed = fixed;
        this.agent = agent;
    }

    @Override
    public JobQueue open(AgentConfig now) {
        SpoolSettings settings = SpoolOptions.of(now, fixed);
        Spool spool = before.map(known -> known.reopen(settings))
                .orElseGet(() -> Spool.open(
                        fixed.queue().spool(),
                        settings,
                        AgentIdentity.current(agent),
                        InstantSource.system(),
                        System::nanoTime));
        before = Optional.of(spool);
        return spool;
    }

    @Override
    public AgentStatuses statuses() {
        return new StatusFiles(fixed.queue().spool());
    }
}
