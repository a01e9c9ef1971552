package dev.psld.picture;

/** Draws a per-pixel standard deviation as a picture: black is certain, bright is invented. Stateless. */
public final class Heatmap {

    /** Black, violet, red, orange, pale yellow: luma rises all the way, so it also reads in grey. */
    private static final float[][] STOPS = {
        {0.00f, 0.00f, 0.02f},
        {0.30f, 0.06f, 0.43f},
        {0.74f, 0.21f, 0.33f},
        {0.98f, 0.56f, 0.04f},
        {0.99f, 1.00f, 0.64f}
    };

    private Heatmap() {}

    /** {@code deviation} is height·width values; {@code full} is the deviation that is drawn brightest. */
    public static Picture of(int width, int height, float[] deviation, float full) {
        if (!(full > 0)) {
            throw new IllegalArgumentException("the brightest deviation of a heat map is positive, not " + full);
        }
        int n = width * height;
        float[] samples = new float[Picture.CHANNELS * n];
        for (int i = 0; i < n; i++) {
            double at = Math.max(0, Math.min(1, deviation[i] / full)) * (STOPS.length - 1);
            int stop = (int) Math.min(STOPS.length - 2, Math.floor(at));
            double mix = at - stop;
            for (int c = 0; c < Picture.CHANNELS; c++) {
                double unit = STOPS[stop][c] * (1 - mix) + STOPS[stop + 1][c] * mix;
                samples[c * n + i] = (float) (unit * 2 - 1);
            }
        }
        return Picture.rgb(width, height, samples);
    }
}
