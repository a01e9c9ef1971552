package dev.psld.restore;

import dev.psld.sampler.PlugIns;
import dev.psld.sampler.Settings;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What was asked of a run with latents besides its method. Immutable.
 *
 * @param polish steps along the gradient by the latent itself, after the last sampling step; empty for the preset's
 * @param stateGradient see {@link PlugIns}, as is the next; empty for nothing of the kind
 */
public record RequestedPlugIns(OptionalInt polish, OptionalDouble stateGradient, OptionalDouble attention) {
    /** Asks for nothing. */
    public static final RequestedPlugIns NONE =
            new RequestedPlugIns(OptionalInt.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    /** The settings with what was asked. */
    Settings over(Settings all) {
        return all.withPolish(polish.orElse(all.polish()))
                .withPlugIns(new PlugIns(
                        stateGradient.orElse(all.plugIns().stateGradient()),
                        attention.orElse(all.plugIns().attention())));
    }
}
