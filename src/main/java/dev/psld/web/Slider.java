package dev.psld.web;

import dev.psld.parameter.Parameter;
import dev.psld.parameter.Parameters;
import java.util.List;

/**
 * A number as the page offers it. Immutable; written as JSON.
 *
 * @param name as in the settings of a job
 * @param least and most: what the slider reaches; a job may have more
 * @param latent whether only models with latents look at it
 * @param masked whether only tasks with a mask do
 */
record Slider(
        String name,
        String label,
        String symbol,
        String unit,
        double least,
        double most,
        double step,
        boolean latent,
        boolean masked,
        String sentence) {

    /** Those of the demonstration of PSLD's authors, with their ranges. */
    static List<Slider> five() {
        return List.of(
                of(Parameters.STEPS, "Steps", 1, 1000, 1, false, false),
                of(Parameters.GAMMA, "Gluing factor", 0, 1, 0.001, true, false),
                of(Parameters.FEATHER_SIZE, "Gluing kernel size", 0, 100, 1, false, true),
                of(Parameters.FEATHER_SIGMA, "Gluing kernel width", 0, 25, 0.1, false, true),
                of(Parameters.OMEGA, "Measurement factor", 0, 2, 0.01, true, false));
    }

    private static Slider of(
            Parameter parameter, String label, double least, double most, double step, boolean latent, boolean masked) {
        return new Slider(
                parameter.name(),
                label,
                parameter.symbol(),
                parameter.unit(),
                Math.max(least, parameter.least()),
                Math.min(most, parameter.most()),
                step,
                latent,
                masked,
                parameter.sentence());
    }
}
