package dev.psld.restore;

import dev.psld.bundle.Manifest;
import dev.psld.sampler.PlugIns;
import dev.psld.sampler.Settings;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What was asked of a run with latents besides its method. Immutable.
 *
 * @param polish steps along the gradient by the latent itself, after the last sampling step; empty for the preset's
 * @param stateGradient see {@link PlugIns}, as are the next; empty for nothing of the kind
 * @param fullDecoderSteps the same, {@link #ALL_STEPS} for all; empty for what is usual with the model
 */
public record RequestedPlugIns(
        OptionalInt polish,
        OptionalDouble stateGradient,
        OptionalDouble attention,
        OptionalInt guideEvery,
        OptionalDouble jacobianFree,
        OptionalInt fullDecoderSteps) {
    /** Asks for nothing. */
    public static final RequestedPlugIns NONE = new RequestedPlugIns(
            OptionalInt.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty());

    /** More steps than any run has. */
    public static final int ALL_STEPS = Integer.MAX_VALUE;

    /** The settings with what was asked, of a model. */
    Settings over(Settings all, Manifest model) {
        PlugIns own = all.plugIns();
        return all.withPolish(polish.orElse(all.polish()))
                .withPlugIns(new PlugIns(
                        stateGradient.orElse(own.stateGradient()),
                        attention.orElse(own.attention()),
                        guideEvery.orElse(own.guideEvery()),
                        jacobianFree.orElse(own.jacobianFree()),
                        GuideDecoderSteps.of(fullDecoderSteps, all, model)));
    }
}
