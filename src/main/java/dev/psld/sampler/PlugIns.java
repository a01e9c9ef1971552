package dev.psld.sampler;

import dev.psld.parameter.Parameters;
import java.util.OptionalInt;

/**
 * What can be added to the steps of a method with latents, or left out of them. Immutable; refuses values out of range.
 *
 * @param stateGradient the part of z_t's energy in whose singular directions the guidance may move, see {@link StateProjection};
 *     1 lets it move anywhere
 * @param attention how far the noise by which a step goes on is moved away from that of the net with its attention perturbed,
 *     see {@link AttentionGuidedChain}; 0 not at all
 * @param guideEvery each so many-th step is guided, the last one among them, by the weights of all that went before since the last
 *     such step; 1 guides every step
 * @param jacobianFree the last part of the steps, in which J_ε*, the pullback through the noise predictor, is taken for 0 (as
 *     MPGD does: He and others, arXiv 2311.16424); 0 for none, 1 for all of them
 * @param fullDecoderSteps how many of the last sampling steps observe by the model's full decoder, those before them by its small
 *     one; empty for all
 */
public record PlugIns(
        double stateGradient, double attention, int guideEvery, double jacobianFree, OptionalInt fullDecoderSteps) {
    /** Nothing is added, and nothing left out. */
    public static final PlugIns NONE = new PlugIns(1, 0, 1, 0, OptionalInt.empty());

    /** Those whose every step observes by the full decoder. */
    public PlugIns(double stateGradient, double attention, int guideEvery, double jacobianFree) {
        this(stateGradient, attention, guideEvery, jacobianFree, OptionalInt.empty());
    }

    public PlugIns {
        Parameters.STATE_GRADIENT.check(stateGradient);
        Parameters.ATTENTION.check(attention);
        Parameters.GUIDE_EVERY.check(guideEvery);
        Parameters.JACOBIAN_FREE.check(jacobianFree);
        fullDecoderSteps.ifPresent(Parameters.FULL_DECODER_STEPS::check);
    }

    /** True when nothing is added or left out, so that a step may be one graph. */
    public boolean none() {
        return equals(NONE);
    }

    /**
     * For how many steps, itself among them, a step guides; 0 when it is not guided.
     *
     * @param step from 1 to {@code steps}
     */
    int guides(int step, int steps) {
        return (steps - step) % guideEvery == 0 ? Math.min(guideEvery, step) : 0;
    }

    /** Whether a step, counted from 1, pulls back through the noise predictor. */
    boolean pullsNoise(int step, int steps) {
        return step <= steps - Math.round(jacobianFree * steps);
    }
}
