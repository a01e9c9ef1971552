package dev.psld.job;

import java.nio.file.Path;
import java.util.Optional;

/** Where a job stands, or how it ended. Immutable. */
public sealed interface JobState {
    /** Nobody works on it now. */
    record Queued() implements JobState {}

    /**
     * An agent has it.
     *
     * @param progress as its agent last said; empty before the first step
     */
    record Working(Optional<JobProgress> progress) implements JobState {}

    /**
     * It was published.
     *
     * @param picture its result
     */
    record Done(Path picture) implements JobState {}

    /**
     * It came to nothing.
     *
     * @param reason sentences: what was wrong and what to do
     * @param photo where it was put
     */
    record Failed(String reason, Path photo) implements JobState {}

    /**
     * Somebody cancelled it.
     *
     * @param photo where it was put
     */
    record Cancelled(Path photo) implements JobState {}
}
