package dev.psld.job;

import java.time.Instant;
import java.util.Optional;

/** A job that is ready to be taken, as one look found it. Immutable; thread-safe as its queue is. */
public interface WaitingJob {
    String task();

    /** The photo's name as text, see {@link Job#name}. */
    String name();

    boolean priority();

    Instant arrived();

    /** Task and name on one line. */
    default String shown() {
        return task() + "/" + Printable.of(name());
    }

    /**
     * Takes it; from then on it needs heartbeats.
     *
     * @return empty when another agent was faster, or the photo has changed or gone
     * @throws QueueException when the queue cannot be written
     */
    Optional<HeldJob> take();
}
