package dev.psld.bench;

import java.util.Arrays;
import java.util.List;

/**
 * How measured values scatter: least, quartiles and greatest. Immutable and thread-safe.
 *
 * @param lower value that a quarter of them do not exceed, interpolated between neighbours
 * @param upper the same for three quarters
 */
public record Quartiles(double min, double lower, double median, double upper, double max, int count) {

    /** The spread of at least one value. */
    public static Quartiles of(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no values, so no spread");
        }
        return new Quartiles(
                sorted[0],
                quantile(sorted, 0.25),
                quantile(sorted, 0.5),
                quantile(sorted, 0.75),
                sorted[sorted.length - 1],
                sorted.length);
    }

    /** All values multiplied by a factor of 0 or more. */
    public Quartiles times(double factor) {
        return new Quartiles(min * factor, lower * factor, median * factor, upper * factor, max * factor, count);
    }

    private static double quantile(double[] sorted, double q) {
        double place = q * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** The element-wise quotients of two lists of the same rounds. */
    static Quartiles ofRatios(List<Double> over, List<Double> under) {
        double[] ratios = new double[over.size()];
        Arrays.setAll(ratios, i -> over.get(i) / under.get(i));
        return of(Arrays.stream(ratios).boxed().toList());
    }
}
