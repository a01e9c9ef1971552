package dev.psld.restore;

import dev.psld.sampler.PlugIns;
import dev.psld.sampler.Settings;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What was asked of a run with latents besides its method. Immutable.
 *
 * @param polish steps along the gradient by the latent itself, after the last sampling step; empty for the preset's
 * @param stateGradient see {@link PlugIns}, as are the next; empty for nothing of the kind
 */
public record RequestedPlugIns(
        OptionalInt polish,
        OptionalDouble stateGradient,
        OptionalDouble attention,
        OptionalInt guideEvery,
        OptionalDouble jacobianFree) {
    /** Asks for nothing. */
    public static final RequestedPlugIns NONE = new RequestedPlugIns(
            OptionalInt.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            OptionalDouble.empty());

    /** The settings with what was asked. */
    Settings over(Settings all) {
        PlugIns own = all.plugIns();
        return all.withPolish(polish.orElse(all.polish()))
                .withPlugIns(new PlugIns(
                        stateGradient.orElse(own.stateGradient()),
                        attention.orElse(own.attention()),
                        guideEvery.orElse(own.guideEvery()),
                        jacobianFree.orElse(own.jacobianFree())));
    }
}
