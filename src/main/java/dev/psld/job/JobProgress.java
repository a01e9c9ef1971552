package dev.psld.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.OptionalLong;

/**
 * How far an agent is with a job. Immutable.
 *
 * @param id of the job
 * @param step the last that was made, 0 before the first
 * @param steps of the whole job; 0 while that is not known
 * @param etaSeconds what is left, by the mean of the steps so far
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record JobProgress(String id, int step, int steps, OptionalLong etaSeconds) {}
