package dev.psld.job;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What people and programs may ask of a queue, whether an agent runs or not. Thread-safe.
 *
 * <p>A job is called {@code task/photo.jpg}, or {@code photo.jpg} when no other task has one of that name, or by its id.
 */
public interface QueueControl {
    /**
     * Puts a photo with all that belongs to it into the queue: wholly or not at all, whenever the process ends. Its bytes are
     * copied, and durable when this returns.
     *
     * @return the id of the job
     * @throws JobException when it can be no job
     * @throws QueueException when the queue cannot be written
     */
    String submit(JobSubmission submission);

    /**
     * Where a job stands, or how it ended.
     *
     * @param id as {@link #submit} or {@link Job#id} gave it; a retry makes another job
     * @return empty where there is no such job, or its end was longer ago than the queue remembers, at least a month
     * @throws QueueException when the queue cannot be read
     */
    Optional<JobState> state(String id);

    /**
     * The jobs that have ids: those in work, those that wait in the order in which they are due, and the last that ended, the
     * newest first.
     *
     * @throws QueueException when the queue cannot be read
     */
    List<JobEntry> jobs(int mostEnded);

    /**
     * What a job was given, whether it waits, is in work or has ended.
     *
     * @param id as {@link #state} takes it
     * @return empty where there is no such job, or its photo is not kept
     * @throws QueueException when the queue cannot be read
     */
    Optional<JobInputs> inputs(String id);

    /**
     * Asks whoever works on a job to show what he has for a while: call it every few seconds.
     *
     * @param id as {@link #state} takes it
     * @return where {@link JobView} finds it; empty for a job that nobody works on
     * @throws QueueException when the queue cannot be read
     */
    Optional<Path> follow(String id);

    /**
     * Ends a waiting job as failed, or lets the agent that has it do so at its next step.
     *
     * @return a sentence on what was done
     * @throws QueueException also when there is no such job, or several; names near ones
     */
    String cancel(String name);

    /**
     * Lets a failed job wait again. May be repeated when it was interrupted.
     *
     * @param priority whether it is to go before those without
     * @return a sentence on what was done
     * @throws QueueException also when there is no such job, or several; names near ones
     */
    String retry(String name, boolean priority);

    /** Whether somebody paused all agents. */
    boolean paused();

    /** Lets no agent begin or go on with a job, until {@link #resume}. */
    void pause();

    void resume();

    /** Jobs of all agents that ended today. */
    JobCounts today(ZoneId zone);

    /** What the agents say of themselves. */
    AgentStatuses statuses();
}
