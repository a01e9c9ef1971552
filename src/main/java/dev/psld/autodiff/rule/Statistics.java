package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;

/**
 * Mean-free values and reciprocal deviation of a normalisation, computed again from its input by two passes, which stays
 * exact where the mean is large. Immutable.
 */
final class Statistics {
    private final String centred;
    private final String rate;
    private final int[] axes;

    private Statistics(String centred, String rate, int[] axes) {
        this.centred = centred;
        this.rate = rate;
        this.axes = axes;
    }

    /** x − mean. */
    String centred() {
        return centred;
    }

    /** 1/√(variance + ε), one number a group. */
    String rate() {
        return rate;
    }

    int[] axes() {
        return axes;
    }

    static Statistics of(Pullback p, String x, double epsilon, int... axes) {
        String centred = p.sub(x, p.mean(x, axes));
        return new Statistics(centred, rate(p, centred, epsilon, axes), axes);
    }

    /** The statistics of RMS normalisation, where nothing is subtracted. */
    static Statistics uncentred(Pullback p, String x, double epsilon, int... axes) {
        return new Statistics(x, rate(p, x, epsilon, axes), axes);
    }

    private static String rate(Pullback p, String centred, double epsilon, int... axes) {
        String variance = p.mean(p.square(centred), axes);
        return p.emit("Reciprocal", p.emit("Sqrt", p.add(variance, p.scalar(epsilon))));
    }

    /** x̂ = (x − mean)·rate. */
    String normalised(Pullback p) {
        return p.mul(centred, rate);
    }

    /** x̄ from the cotangent h of x̂: r·(h − mean(h) − x̂·mean(h·x̂)), the small factors taken together first. */
    String pull(Pullback p, String h) {
        return p.sub(along(p, h), p.mul(rate, p.mean(h, axes)));
    }

    /** The same without the mean of h: r·(h − x̂·mean(h·x̂)). */
    String along(Pullback p, String h) {
        String slope = p.mul(p.square(rate), p.mean(p.mul(h, centred), axes));
        return p.mul(p.sub(h, p.mul(centred, slope)), rate);
    }
}
