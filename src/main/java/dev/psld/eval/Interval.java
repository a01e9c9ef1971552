package dev.psld.eval;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A mean and its 95 % interval by the bootstrap over pictures (Efron 1979, percentiles of 2000 draws from a fixed seed). Immutable.
 *
 * @param count of pictures
 */
public record Interval(double mean, double low, double high, int count) {
    private static final int DRAWS = 2000;

    /** Of numbers, one a picture; NaN of none. */
    static Interval of(double... values) {
        double[] means = new double[DRAWS];
        SplittableRandom random = new SplittableRandom(1);
        for (int k = 0; k < DRAWS && values.length > 0; k++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[k] = sum / values.length;
        }
        Arrays.sort(means);
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        return new Interval(mean, means[DRAWS / 40], means[DRAWS - 1 - DRAWS / 40], values.length);
    }
}
