package dev.psld.job;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A job that this agent alone works on, until it is published, failed or released. Thread-safe: the heartbeat may come from
 * another thread than the work.
 *
 * <p>Every method that changes something throws {@link LostClaimException} when another agent has taken the job over, and
 * {@link QueueException} when the queue cannot be written; after the latter the same call may be made again.
 */
public interface HeldJob {
    /** With this the names of all inputs begin, and those of all results must. */
    String STEM = "photo";

    /** The reason of a job that somebody cancelled. */
    String CANCELLED = "It was cancelled.";

    Job job();

    Path photo();

    /** Whether the photo can be read where it lies. */
    boolean readable();

    Optional<Path> mask();

    Optional<Path> kernel();

    /**
     * The photo's own settings over the common ones.
     *
     * @throws JobException when they cannot be used
     */
    JobSettings settings();

    /** What the queue had to choose among the files given for it: a clause for the job's report, printable. */
    Optional<String> remark();

    /** For what the restoration wants to find again after a restart; survives release and takeover. */
    Path checkpoint();

    /** For what is shown to those who {@link QueueControl#follow} the job: a {@link JobView}; there as long as somebody does. */
    Path view();

    /** For results; empty at first, also after a takeover. */
    Path staging();

    /** Shows that the holder lives. Does nothing once the job is over. */
    void heartbeat();

    /**
     * Publishes the results, and deals with the original. Complete or not at all, whenever the process ends.
     *
     * @return the picture
     * @throws IllegalArgumentException when a file is not in the staging folder, is empty, or not named {@code photo…}
     */
    Path publish(RestoreResult result);

    /**
     * Ends the job as failed; photo and companions are kept beside the reason.
     *
     * @param reason sentences: what was wrong and what to do
     * @return the photo
     */
    Path fail(String reason);

    /** Lets any agent go on with it at once, from its checkpoint. */
    void release();

    /** Lets go of it without writing anything: the next {@link JobQueue#recover} of this agent takes it like a dead one's. */
    void abandon();
}
