package dev.psld.metrics;

/** How well a restoration explains the measurement: ‖Ax − y‖ / (σ√m), about 1 when it fits to the noise. Stateless. */
public final class Residual {

    private Residual() {}

    /** The residual over all m = {@code y.length} measured values; σ is the noise's standard deviation, above 0. */
    public static double of(float[] ax, float[] y, double sigma) {
        return of(ax, y, sigma, y.length);
    }

    /** The same when only {@code m} of the values are measured and the others are equal in both, as under a mask. */
    public static double of(float[] ax, float[] y, double sigma, long m) {
        if (ax.length != y.length) {
            throw new IllegalArgumentException("Ax has " + ax.length + " values, the measurement " + y.length);
        }
        if (!(sigma > 0) || m < 1) {
            throw new IllegalArgumentException(
                    "the residual needs σ > 0 and at least one measured value, not σ = " + sigma + " and m = " + m);
        }
        double squares = 0;
        for (int i = 0; i < y.length; i++) {
            double d = (double) ax[i] - y[i];
            squares += d * d;
        }
        return Math.sqrt(squares / m) / sigma;
    }
}
