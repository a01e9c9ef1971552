package dev.psld.agent;

import dev.psld.job.QueueException;
import java.util.function.Supplier;

/** Writes what must not be lost, however often it takes. Used by the thread of one job. */
interface WriteRetry {
    /**
     * Does the writing again and again, until it succeeds.
     *
     * @throws QueueException when it does not, and the agent is to stop: the claim stays for the next start
     */
    <T> T persist(Supplier<T> writing);
}
