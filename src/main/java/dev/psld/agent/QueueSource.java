package dev.psld.agent;

import dev.psld.config.AgentConfig;
import dev.psld.job.AgentStatuses;
import dev.psld.job.JobQueue;

/** Where an agent gets its queue from. Used by the agent's thread. */
public interface QueueSource {
    /**
     * The queue as the configuration wants it now; opened anew, it is the same agent's.
     *
     * @throws dev.psld.job.QueueException when it cannot be worked on
     */
    JobQueue open(AgentConfig now);

    /** What the agents say of themselves; may be asked for before the queue can be opened. */
    AgentStatuses statuses();
}
