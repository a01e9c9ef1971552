package dev.psld.job;

import java.util.List;

/**
 * A queue of jobs as one agent sees it; other agents, in other processes and on other machines, may share it. Each job has one
 * end, published or failed, whatever dies. Thread-safe.
 *
 * <p>All methods throw {@link QueueException} when the queue cannot be worked on; nothing is lost then, and they may be called
 * again.
 */
public interface JobQueue extends QueueControl {
    /** Makes sure that jobs can be taken and published: mends what is missing, throws where that cannot be. */
    void verify();

    /**
     * Looks at what waits, and ends what is no job as failed. A photo may become ready without any event, just because it has
     * not changed for a while: look again now and then.
     */
    QueueSnapshot look();

    /**
     * Takes over jobs that are nobody's: released ones, those of agents known to be dead, and those without a heartbeat for as
     * long as this queue observed it. Those that were being published or failed are finished at once and not returned;
     * {@link #ended} tells of them.
     *
     * @param most how many jobs to return; each needs heartbeats from then on
     */
    List<HeldJob> recover(int most);

    /** The jobs that {@link #recover} brought to their end since this was last asked. */
    List<EndedJob> ended();

    /** Whether somebody wants the job to end; then {@link HeldJob#fail} with {@link HeldJob#CANCELLED}. */
    boolean cancelled(Job job);

    /** Removes what is kept for some days and is older. Call it every hour or so. @return how many originals went */
    int sweep();

    /**
     * Events of this queue, to be closed.
     *
     * @param events false where the system's own events are not to be relied on
     */
    QueueEvents watch(boolean events);
}
