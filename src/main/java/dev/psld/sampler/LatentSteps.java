package dev.psld.sampler;

import dev.psld.graph.Shape;
import dev.psld.operator.Measurement;
import java.util.Optional;
import java.util.OptionalInt;

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
        StepEngine full = by(chain, settings, measurement, guess, channels);
        OptionalInt last = settings.plugIns().fullDecoderSteps();
        if (last.isEmpty()) {
            return full;
        }
        StepEngine small = by(chain.guide(), settings, measurement, guess, channels);
        return new HandoverStep(small, full, last.getAsInt(), settings.polish());
    }

    private static StepEngine by(
            GuidanceChain chain, Settings settings, Measurement measurement, Optional<float[]> guess, int channels) {
        return switch (settings.method()) {
            case FAST -> new CorrectedStep(chain, settings);
            case LATENT_DAPS -> new DecoupledStep(chain, settings);
            case REFINE -> new RefinedStep(chain, settings);
            case SD_BLEND ->
                new BlendedStep(
                        chain,
                        settings,
                        guess.orElseThrow(() -> new IllegalStateException("sd-blend starts from a guess")),
                        BlendedStep.known(measurement, chain.latentLength(), channels));
            default ->
                new ChainedStep(
                        chain, settings, projection(settings, measurement, chain.latentLength() / channels, channels));
        };
    }

    private static Optional<StateProjection> projection(
            Settings settings, Measurement measurement, int plane, int channels) {
        double part = settings.plugIns().stateGradient();
        if (part == 1) {
            return Optional.empty();
        }
        Shape image = measurement.operator().imageShape();
        int factor = (int) Math.round(Math.sqrt((double) image.dim(2) * image.dim(3) / plane));
        return Optional.of(
                new StateProjection(channels, (int) (image.dim(2) / factor), (int) (image.dim(3) / factor), part));
    }
}
