package dev.psld.job;

/** Hears of every step of a job, on the sampling thread. */
@FunctionalInterface
public interface JobSteps {
    /**
     * A step ended, and what it takes to go on from there is kept if it was due. May wait, as long as the agent is paused
     * or the board too hot.
     *
     * @param step over all samples, from 1
     * @throws InterruptionException when the job has to end here
     */
    void step(int step, int steps);

    /** Whether the job is about to be interrupted, so that where it stands should be kept after this step. */
    default boolean ending() {
        return false;
    }
}
