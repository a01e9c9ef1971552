package dev.psld.job;

import java.time.Duration;
import java.util.List;

/** What the agents of a queue say of themselves, by their names. Thread-safe, one writer for each name. */
public interface AgentStatuses {
    /**
     * Puts a status in place of the last one.
     *
     * @param status a record that Jackson can write
     * @throws QueueException when it cannot be written
     */
    void write(String agent, Object status);

    /** Removes the status of an agent that ends. */
    void remove(String agent);

    /**
     * Removes the statuses of agents that have been silent for so long, as those do that were killed.
     *
     * @param agent whose own status, written lately, tells the time
     */
    void removeSilent(String agent, Duration longest);

    /** Those of all agents, by name; one that cannot be read is left out. */
    <T> List<T> read(Class<T> form);
}
