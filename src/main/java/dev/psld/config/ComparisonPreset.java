package dev.psld.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.psld.sampler.Method;
import dev.psld.sampler.Mode;
import dev.psld.sampler.PictureSettings;
import dev.psld.sampler.Settings;
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
        PicturePreset.Splitting mcg,
        Latent fast,
        @JsonProperty("latent-daps") Latent latentDaps,
        @JsonProperty("sd-blend") Latent sdBlend,
        Latent refine) {

    /**
     * Settings of a method with latents.
     *
     * @param steps sampling steps
     * @param omega ω per training timestep; nothing to latent-daps and sd-blend
     * @param start fraction of the schedule at which sampling starts; below 1 from a noised first guess
     * @param power how the guidance falls with the noise level: times (1−ā)^(power/2)
     * @param eta η of DDIM; nothing to latent-daps
     */
    public record Latent(int steps, double omega, double start, double power, double eta) {}

    /**
     * The settings of a method with latents.
     *
     * @param sigma standard deviation of the measurement's noise in [−1, 1] units
     * @throws IllegalArgumentException where a method has presets of its own
     */
    public Settings latents(Method method, double sigma, long seed) {
        Latent l = switch (method) {
            case FAST -> fast;
            case LATENT_DAPS -> latentDaps;
            case SD_BLEND -> sdBlend;
            case REFINE -> refine;
            default -> throw new IllegalArgumentException(method.word() + " has a preset of its own");
        };
        return new Settings(
                method,
                Mode.STABLE,
                l.steps,
                0,
                l.omega,
                l.power,
                l.eta,
                l.start,
                0,
                1,
                0,
                Settings.NOISE_FLOOR,
                false,
                sigma,
                seed);
    }

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
            default -> throw new IllegalArgumentException(method.word() + " has a preset of its own");
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
