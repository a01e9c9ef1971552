package dev.psld.job;

import java.time.Duration;
import java.util.Optional;

/**
 * Waits until something in a queue may have changed, or the time is up. Only a hint: without events, or with too few, it is
 * the time that ends the wait, and a look finds everything. For one thread; closed by its owner.
 */
public interface QueueEvents extends AutoCloseable {
    /** Why there are no events, when there are none. */
    Optional<String> polling();

    /**
     * Waits.
     *
     * @return whether something happened; false when the time is up
     */
    boolean await(Duration longest) throws InterruptedException;

    @Override
    void close();
}
