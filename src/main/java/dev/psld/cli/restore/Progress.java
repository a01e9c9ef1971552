package dev.psld.cli.restore;

/** Hears of a restoration's steps, on its thread. */
public interface Progress {
    /** A step ended; the residual is NaN where nothing is measured. */
    void step(int step, int steps, double residual);

    /** True where {@link #preview} wants to see what is believed after this step. */
    boolean wantsPreview(int step);

    /** The picture believed in, at the model's size. */
    void preview(int step, float[] samples);
}
