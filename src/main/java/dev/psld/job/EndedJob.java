package dev.psld.job;

import java.nio.file.Path;

/**
 * A job that an earlier agent had brought to its end, but for the last steps. Immutable.
 *
 * @param done whether it was published; else it failed
 * @param file the picture, or the photo in {@code failed/}
 */
public record EndedJob(Job job, boolean done, Path file) {}
