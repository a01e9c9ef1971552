package dev.psld.job;

import java.time.Duration;
import java.util.Map;

/** A queue that a test may do anything to: with clocks that stand until they are moved, and agents that die when told to. */
public interface QueueHarness {
    /** Hears of each operation by which a queue changes what others see, before it is done; may throw. */
    @FunctionalInterface
    interface Before {
        void operation() throws java.io.IOException;
    }

    /** The queue as an agent of this name sees it. */
    JobQueue open(String agent);

    /** The same, with something before each of its operations. */
    JobQueue open(String agent, Before before);

    /** A look at which everything that waits has been there for long enough. */
    QueueSnapshot settled(JobQueue queue);

    /** Passes on all clocks. */
    void pass(Duration time);

    /** Moves the wall clock alone. */
    void jump(Duration time);

    /** The time without heartbeats after which a job is another's. */
    Duration lease();

    /** From now on the agent is dead, and others may know. */
    void dies(String agent);

    /** Content by name, such as {@code sr4/photo.png}, of all results. */
    Map<String, String> results();

    /** Content by name of all originals that are kept. */
    Map<String, String> originals();

    /** Content by name of what has failed, reasons as {@code sr4/photo.error.txt}. */
    Map<String, String> failures();

    /** Jobs that wait or are held. */
    int open();
}
