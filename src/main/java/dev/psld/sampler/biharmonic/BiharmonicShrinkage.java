package dev.psld.sampler.biharmonic;

/**
 * What a method made of missing pixels, drawn towards their biharmonic continuation where both are close: there the smooth one
 * is the better guess, and where they are far apart it knows nothing. Hole by hole x ← b + d²/(d² + τ²)·(x − b), with d the root
 * mean square of x − b. Stateless.
 */
public final class BiharmonicShrinkage {
    /** τ in units of [−1, 1]: chosen on training photographs (docs/presets.md). */
    private static final double CLOSE = 0.02;

    private BiharmonicShrinkage() {}

    /**
     * Changes what was made, in its array.
     *
     * @param missing row after row, true where something was made
     * @param made the planes of a picture
     * @param smooth the biharmonic continuation, of the same size
     */
    public static void apply(int height, int width, boolean[] missing, float[] made, float[] smooth) {
        int plane = height * width;
        int channels = made.length / plane;
        for (Hole hole : Hole.all(height, width, missing)) {
            double squares = 0;
            for (int c = 0; c < made.length; c += plane) {
                for (int pixel : hole.pixels()) {
                    double difference = made[c + pixel] - smooth[c + pixel];
                    squares += difference * difference;
                }
            }
            double mean = squares / ((double) channels * hole.pixels().length);
            double share = mean / (mean + CLOSE * CLOSE);
            for (int c = 0; c < made.length; c += plane) {
                for (int pixel : hole.pixels()) {
                    made[c + pixel] = (float) (smooth[c + pixel] + share * (made[c + pixel] - smooth[c + pixel]));
                }
            }
        }
    }
}
