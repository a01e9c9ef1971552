package dev.psld.sampler;

import dev.psld.operator.Measurement;
import java.util.Optional;

/** Who makes the steps of a method with latents, call by call. Stateless. */
public final class LatentSteps {
    private LatentSteps() {}

    /**
     * The engine of a method; it lives as long as its chain.
     *
     * @param guess latent of the problem's guess in the sampler's units; needed by {@link Method#SD_BLEND} alone
     * @param channels of a latent
     */
    public static StepEngine of(
            GuidanceChain chain, Settings settings, Measurement measurement, Optional<float[]> guess, int channels) {
        return switch (settings.method()) {
            case FAST -> new CorrectedStep(chain, settings);
            case LATENT_DAPS -> new DecoupledStep(chain, settings);
            case SD_BLEND ->
                new BlendedStep(
                        chain,
                        settings,
                        guess.orElseThrow(() -> new IllegalStateException("sd-blend starts from a guess")),
                        BlendedStep.known(measurement, chain.latentLength(), channels));
            default -> new ChainedStep(chain, settings);
        };
    }
}
