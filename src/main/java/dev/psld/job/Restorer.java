package dev.psld.job;

import dev.psld.fault.FaultException;
import java.util.Map;

/**
 * Makes restored pictures of jobs' photos; the agent knows no more of models. Thread-safe: several jobs may be restored at once.
 * Closing it, once none is, frees all.
 */
public interface Restorer extends AutoCloseable {
    /**
     * Draws the pictures of a job and writes them, with the report, into its staging folder. What it keeps in the checkpoint
     * folder lets a later call for the same work go on where this one stopped, to the same bytes.
     *
     * @throws FaultException when it cannot be done; the fault says whether it is this photo, or every one
     * @throws InterruptionException out of {@code steps}
     */
    RestoreResult restore(RestoreRequest work, JobSteps steps);

    /** How many jobs at once are worth while now: more would take memory, and gain no time. At least 1. */
    int parallel();

    /** Whether a model is in memory. */
    boolean loaded();

    /** How many objects of the native library are open, by kind: numbers that must not grow from job to job. Any thread. */
    Map<String, Long> natives();

    /** Frees the model, where no job uses it; the next job loads it again. */
    void unload();

    @Override
    void close();
}
