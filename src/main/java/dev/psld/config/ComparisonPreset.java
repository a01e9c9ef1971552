package dev.psld.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.psld.sampler.Method;
import dev.psld.sampler.PictureSettings;
import dev.psld.sampler.VariationSettings;

/**
 * The settings of one task by the methods that others are compared with, chosen on pictures that were set aside. Immutable.
 *
 * @param admmTv those of total variation
 * @param pnpAdmm and the others: those of methods on pictures
 */
public record ComparisonPreset(
        @JsonProperty("admm-tv") Variation admmTv,
        @JsonProperty("pnp-admm") PicturePreset.Splitting pnpAdmm,
        PicturePreset.Splitting ddrm,
        @JsonProperty("score-sde") PicturePreset.Splitting scoreSde,
        PicturePreset.Splitting dps,
        PicturePreset.Splitting mcg) {

    /**
     * The settings of a method that works on pictures by a denoiser.
     *
     * @param sigma standard deviation of the measurement's noise in [−1, 1] units
     * @throws IllegalArgumentException where a method has presets of its own
     */
    public PictureSettings pictures(Method method, double sigma, long seed) {
        PicturePreset.Splitting splitting = switch (method) {
            case PNP_ADMM -> pnpAdmm;
            case DDRM -> ddrm;
            case SCORE_SDE -> scoreSde;
            case DPS -> dps;
            case MCG -> mcg;
            default -> throw new IllegalArgumentException(method.word() + " is not compared by a preset of these");
        };
        return splitting.settings(method, sigma, seed);
    }

    /**
     * How much total variation weighs.
     *
     * @param steps iterations
     * @param lambda λ, the weight of total variation over the noise of the measurement
     * @param rho ρ, the weight of the splitting over that of total variation
     * @param floor least noise that λ is multiplied by
     */
    public record Variation(int steps, double lambda, double rho, double floor) {}

    /**
     * The settings of total variation.
     *
     * @param sigma standard deviation of the measurement's noise in [−1, 1] units
     */
    public VariationSettings variation(double sigma, long seed) {
        return new VariationSettings(admmTv.steps, admmTv.lambda, admmTv.rho, admmTv.floor, sigma, seed);
    }
}
