package dev.psld.restore;

import dev.psld.sampler.SamplerState;

/** Hears of a restoration's steps, on its thread. */
public interface Progress {
    /** A step ended; the residual is NaN where nothing is measured. */
    void step(int step, int steps, double residual);

    /** Where the run stands after a step; the latent is only to be read. */
    default void reached(SamplerState state) {}

    /** True where {@link #preview} wants to see what is believed after this step. */
    boolean wantsPreview(int step);

    /** The picture believed in, at the model's size. */
    void preview(int step, float[] samples);
}
