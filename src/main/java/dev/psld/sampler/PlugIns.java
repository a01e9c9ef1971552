package dev.psld.sampler;

import dev.psld.parameter.Parameters;
import java.util.OptionalInt;

/**
 * What can be added to the step of a method with latents. Immutable; refuses values out of range.
 *
 * @param stateGradient the part of z_t's energy in whose singular directions the guidance may move, see {@link StateProjection};
 *     1 lets it move anywhere
 * @param attention how far the noise by which a step goes on is moved away from that of the net with its attention perturbed,
 *     see {@link AttentionGuidedChain}; 0 not at all
 * @param fullDecoderSteps how many of the last sampling steps observe by the model's full decoder, those before them by its small
 *     one; empty for all
 */
public record PlugIns(double stateGradient, double attention, OptionalInt fullDecoderSteps) {
    /** Nothing is added. */
    public static final PlugIns NONE = new PlugIns(1, 0, OptionalInt.empty());

    public PlugIns {
        Parameters.STATE_GRADIENT.check(stateGradient);
        Parameters.ATTENTION.check(attention);
        fullDecoderSteps.ifPresent(Parameters.FULL_DECODER_STEPS::check);
    }

    /** True when nothing is added, so that a step may be one graph. */
    public boolean none() {
        return equals(NONE);
    }
}
