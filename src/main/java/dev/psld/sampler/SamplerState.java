package dev.psld.sampler;

/**
 * Where a run stands after a step, for another to go on from. Immutable by convention.
 *
 * @param step number of the last step that is done, from 1
 * @param latent z after it
 */
@SuppressWarnings("ArrayRecordComponent") // numbers of a latent, compared by nobody
public record SamplerState(int step, float[] latent) {}
