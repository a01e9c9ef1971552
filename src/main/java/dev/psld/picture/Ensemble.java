package dev.psld.picture;

import java.util.List;

/**
 * Several restorations of one photo: their mean, and how far they differ at each pixel; where they agree,
 * such as on known pixels, the mean is that very number. Immutable by convention: the
 * array is the caller's.
 *
 * @param deviation {@code height·width} population standard deviations, averaged over the channels, in sample units
 */
@SuppressWarnings("ArrayRecordComponent")
public record Ensemble(Picture mean, float[] deviation) {

    /** Mean and deviation of pictures of one size; needs at least one. */
    public static Ensemble of(List<Picture> samples) {
        Picture first = samples.get(0);
        int n = first.width() * first.height();
        float[] mean = new float[Picture.CHANNELS * n];
        double[] deviation = new double[n];
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (Picture sample : samples) {
                if (!sample.sameSize(first)) {
                    throw new IllegalArgumentException("the samples of an ensemble have one size");
                }
                sum += sample.ownSamples()[i];
            }
            double centre = sum / samples.size();
            double squares = 0;
            for (Picture sample : samples) {
                double d = sample.ownSamples()[i] - centre;
                squares += d * d;
            }
            mean[i] = (float) centre;
            deviation[i % n] += Math.sqrt(squares / samples.size()) / Picture.CHANNELS;
        }
        float[] plane = new float[n];
        for (int i = 0; i < n; i++) {
            plane[i] = (float) deviation[i];
        }
        return new Ensemble(first.withSamples(mean), plane);
    }
}
