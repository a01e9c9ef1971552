package dev.psld.restore;

import dev.psld.chain.NoiseLimit;
import dev.psld.picture.HoleWidths;
import dev.psld.picture.Mask;
import dev.psld.picture.PixelRegion;

/**
 * The noise level at which the filling of holes begins, by how wide they are: a denoiser sees as far as the noise is strong, and
 * what it need not look for far away it finds more exactly near by (docs/presets.md). Immutable and thread-safe.
 */
record HoleLevels(HoleWidths widths) implements NoiseLimit {
    /** Width of a hole in pixels whose filling begins at σ = 1. */
    private static final double UNIT = 28;

    /** How the level grows with the width. */
    private static final double POWER = 1.5;

    private static final double LEAST = 0.1;

    /** @param missing row after row; something has to be known */
    static HoleLevels of(int height, int width, boolean... missing) {
        return new HoleLevels(HoleWidths.of(Mask.of(width, height, missing)));
    }

    @Override
    public double of(int top, int left, int height, int width) {
        return Math.max(LEAST, Math.pow(widths.widest(new PixelRegion(left, top, width, height)) / UNIT, POWER));
    }
}
