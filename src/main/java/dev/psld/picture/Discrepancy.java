package dev.psld.picture;

/**
 * Known pixels without their noise, by Morozov's discrepancy principle. Stateless.
 *
 * <p>What a model made differs from the photo by its own error and by the photo's noise. The known pixels become x̂ + k·(y −
 * x̂), with the smallest k from 0 to 1 that leaves a root mean square of σ between them and the photo: closer would fit the
 * noise. Where σ is 0 that is the photo itself, where x̂ already is as near as σ it is x̂.
 */
public final class Discrepancy {
    private Discrepancy() {}

    /**
     * The known pixels mixed of both, the missing ones as they were made.
     *
     * @param sigma standard deviation of the photo's noise, in sample units, at least 0
     * @throws IllegalArgumentException when the sizes differ
     */
    public static Picture mix(Mask mask, Picture photo, Picture made, double sigma) {
        Picture restored = photo.grey() ? made.toGrey() : made;
        Picture exact = Picture.composite(mask, photo, restored);
        if (sigma == 0) {
            return exact;
        }
        float[] y = exact.ownSamples(); // x̂ itself where a pixel is missing: no difference there
        float[] x = restored.ownSamples();
        double squares = 0;
        for (int i = 0; i < y.length; i++) {
            squares += (y[i] - x[i]) * (double) (y[i] - x[i]);
        }
        long known = (long) photo.width() * photo.height() - mask.missingCount();
        double rms = Math.sqrt(squares / Math.max(1, Picture.CHANNELS * known));
        double k = rms > sigma ? 1 - sigma / rms : 0;
        float[] mixed = new float[y.length];
        for (int i = 0; i < y.length; i++) {
            mixed[i] = (float) (x[i] + k * (y[i] - x[i]));
        }
        return exact.withSamples(mixed);
    }
}
