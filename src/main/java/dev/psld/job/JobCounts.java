package dev.psld.job;

/** How many jobs of a day have ended, by all agents of the queue. Immutable. */
public record JobCounts(int done, int failed) {}
