package dev.psld.job;

import java.time.Instant;

/**
 * A job as a list of a queue has it. Immutable.
 *
 * @param name of its photo, as text
 * @param at when it came into the queue, or ended
 */
public record JobEntry(String id, String task, String name, Instant at, JobState state) {}
