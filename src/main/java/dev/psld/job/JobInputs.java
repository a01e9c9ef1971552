package dev.psld.job;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a job was given, where it lies now: another agent may move it at any time. Immutable.
 *
 * @param name of the photo, as text
 */
public record JobInputs(
        String task, String name, Path photo, Optional<Path> mask, Optional<Path> kernel, JobSettings settings) {

    /** The same as a new job with other settings; its files are copied. */
    public JobSubmission again(JobSettings other) {
        return new JobSubmission(task, name, photo, mask, kernel, other, false);
    }
}
