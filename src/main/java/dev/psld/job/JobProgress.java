package dev.psld.job;

/**
 * How far an agent is with a job. Immutable.
 *
 * @param id of the job
 * @param step the last that was made, 0 before the first
 * @param steps of the whole job; 0 while that is not known
 */
public record JobProgress(String id, int step, int steps) {}
