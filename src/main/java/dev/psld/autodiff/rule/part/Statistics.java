package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;

/**
 * Mean-free values and reciprocal deviation of a normalisation, computed again from its input by two passes, which stays
 * exact where the mean is large; in single precision for values of half. Immutable.
 */
public final class Statistics {
    private final String centred;
    private final String rate;
    private final int[] axes;

    private Statistics(String centred, String rate, int[] axes) {
        this.centred = centred;
        this.rate = rate;
        this.axes = axes;
    }

    /** x − mean. */
    public String centred() {
        return centred;
    }

    /** 1/√(variance + ε), one number a group. */
    public String rate() {
        return rate;
    }

    public int[] axes() {
        return axes;
    }

    public static Statistics of(Pullback p, String x, double epsilon, int... axes) {
        String wide = Halves.widened(p, x);
        String centred = p.sub(wide, p.mean(wide, axes));
        return new Statistics(centred, rate(p, centred, epsilon, axes), axes);
    }

    /** The statistics of RMS normalisation, where nothing is subtracted. */
    public static Statistics uncentred(Pullback p, String x, double epsilon, int... axes) {
        String wide = Halves.widened(p, x);
        return new Statistics(wide, rate(p, wide, epsilon, axes), axes);
    }

    private static String rate(Pullback p, String centred, double epsilon, int... axes) {
        String variance = p.mean(p.square(centred), axes);
        return p.emit("Reciprocal", p.emit("Sqrt", p.add(variance, Halves.scalar(p, epsilon))));
    }

    /** x̂ = (x − mean)·rate. */
    public String normalised(Pullback p) {
        return Halves.narrowed(p, p.mul(centred, rate));
    }

    /** x̄ from the cotangent h of x̂: r·(h − mean(h) − x̂·mean(h·x̂)), the small factors taken together first. */
    public String pull(Pullback p, String h) {
        String wide = Halves.widened(p, h);
        return Halves.narrowed(p, p.sub(slanted(p, wide), p.mul(rate, p.mean(wide, axes))));
    }

    /** The same without the mean of h: r·(h − x̂·mean(h·x̂)). */
    public String along(Pullback p, String h) {
        return Halves.narrowed(p, slanted(p, Halves.widened(p, h)));
    }

    private String slanted(Pullback p, String h) {
        String slope = p.mul(p.square(rate), p.mean(p.mul(h, centred), axes));
        return p.mul(p.sub(h, p.mul(centred, slope)), rate);
    }
}
