package dev.psld.sampler;

import dev.psld.operator.Spectrum;
import java.util.Optional;

/**
 * What Score-SDE and MCG do after a step: what of the picture was measured is replaced by the measurement with noise of the
 * same level, x ← x + T(y + σ′·A ξ − A x) (algorithms B). Immutable.
 *
 * @param lift what gives T = A⁺; empty for T = A*, a gradient step, which a blur cannot make diverge
 */
record NoisedProjection(ChannelFit fit, Optional<Spectrum> lift) {
    NoisedProjection(ChannelFit fit) {
        this(fit, fit.lift());
    }

    /**
     * The projected picture; a new array.
     *
     * @param below σ′, the level of x
     * @param drawn ξ, a picture; may be empty where the level is 0
     */
    float[] apply(float[] x, double below, float[] drawn) {
        float[] off = below == 0 ? x : Vectors.combine(1, x, -below, drawn);
        return Vectors.combine(1, x, 1, fit.liftedDifference(off, lift)); // A(x − σ′ξ) is compared with y
    }
}
