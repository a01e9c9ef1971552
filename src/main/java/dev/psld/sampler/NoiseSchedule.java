package dev.psld.sampler;

import java.util.Arrays;

/** ā_t of a model's training, t = 0 … T−1. Immutable and thread-safe. */
public final class NoiseSchedule {
    private final double[] alphaBar;

    private NoiseSchedule(double... alphaBar) {
        this.alphaBar = alphaBar;
    }

    /**
     * A schedule by name.
     *
     * @param kind {@code scaled-linear}: √β linear (latent diffusion); {@code linear}: β linear (DDPM); {@code cosine}
     *     (Nichol and Dhariwal; start and end unused)
     * @param start β of the first step
     * @param end β of the last step
     * @param steps T
     */
    public static NoiseSchedule of(String kind, double start, double end, int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("a noise schedule needs at least 1 step, not " + steps);
        }
        double[] alphaBar = new double[steps];
        double product = 1;
        for (int t = 0; t < steps; t++) {
            double fraction = steps == 1 ? 0 : (double) t / (steps - 1);
            double beta = switch (kind) {
                case "scaled-linear" -> square(Math.sqrt(start) + fraction * (Math.sqrt(end) - Math.sqrt(start)));
                case "linear" -> start + fraction * (end - start);
                case "cosine" -> Math.min(0.999, 1 - cosine(t + 1, steps) / cosine(t, steps));
                default ->
                    throw new IllegalArgumentException(
                            "no noise schedule is called “" + kind + "”: there are scaled-linear, linear and cosine");
            };
            product *= 1 - beta;
            alphaBar[t] = product;
        }
        return new NoiseSchedule(alphaBar);
    }

    /** The schedule of these β, one for each timestep, between 0 and 1. */
    public static NoiseSchedule ofBetas(double... betas) {
        if (betas.length == 0) {
            throw new IllegalArgumentException("a noise schedule needs at least 1 step, not 0");
        }
        double[] alphaBar = new double[betas.length];
        double product = 1;
        for (int t = 0; t < betas.length; t++) {
            product *= 1 - betas[t];
            alphaBar[t] = product;
        }
        return new NoiseSchedule(alphaBar);
    }

    /** T, the number of training timesteps. */
    public int length() {
        return alphaBar.length;
    }

    public double alphaBar(int t) {
        return alphaBar[t];
    }

    private static double cosine(int t, int steps) {
        return square(Math.cos(((double) t / steps + 0.008) / 1.008 * Math.PI / 2));
    }

    private static double square(double x) {
        return x * x;
    }

    @Override
    public String toString() {
        return "ā from " + alphaBar[0] + " to " + Arrays.stream(alphaBar).min().orElseThrow();
    }
}
