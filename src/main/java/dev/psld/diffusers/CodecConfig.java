package dev.psld.diffusers;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the autoencoder's configuration says. Immutable.
 *
 * @param scale s: a latent of the diffusion is s·(mean − shift)
 * @param channels of a latent; empty where only the graphs tell
 * @param factor pixels of a latent's side; empty where only the graphs tell
 */
record CodecConfig(double scale, double shift, Optional<Integer> channels, Optional<Integer> factor) {
    /** scaling_factor of Stable Diffusion 1 and 2, which holds where nothing is said: diffusers' own default. */
    private static final double USUAL_SCALE = 0.18215;

    /** Reads the configuration of the decoder, the encoder, or the whole, whichever is there. */
    static CodecConfig read(Path root) {
        return Config.firstOf(
                        root.resolve("vae_decoder").resolve("config.json"),
                        root.resolve("vae_encoder").resolve("config.json"),
                        root.resolve("vae").resolve("config.json"))
                .map(CodecConfig::of)
                .orElseGet(() -> new CodecConfig(USUAL_SCALE, 0, Optional.empty(), Optional.empty()));
    }

    /** Reads that of a small decoder, whose latents are those of the diffusion where it does not say otherwise. */
    static CodecConfig small(Config config) {
        return of(config, 1);
    }

    private static CodecConfig of(Config config) {
        return of(config, USUAL_SCALE);
    }

    private static CodecConfig of(Config config, double usual) {
        double scale = config.number("scaling_factor").orElse(usual);
        if (scale <= 0) {
            throw config.fault("has the scaling_factor " + scale + ", which must be above 0: copy the model again");
        }
        for (String each : new String[] {"latents_mean", "latents_std"}) {
            if (config.numbers(each).isPresent()) {
                throw config.fault("gives each channel of a latent a scale of its own (" + each
                        + "), which psld does not know: give a model with one scaling_factor");
            }
        }
        JsonNode blocks = config.node().path("block_out_channels");
        return new CodecConfig(
                scale,
                config.number("shift_factor").orElse(0.0),
                config.whole("latent_channels"),
                blocks.isArray() && !blocks.isEmpty() ? Optional.of(1 << (blocks.size() - 1)) : Optional.empty());
    }
}
