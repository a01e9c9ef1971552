package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.ElementType;
import java.util.stream.IntStream;

/**
 * A normalisation by statistics of its own input, y = w·x̂ + b with one w and b a channel (inputs 1 and 2, which may be of another type): the cotangent of
 * x̂ is ȳ·w, w̄ = Σ ȳ·x̂, b̄ = Σ ȳ. Stateless.
 */
public final class OwnStatistics {
    private OwnStatistics() {}

    /** Gives x, w and b their cotangents; x̂ has mean 0 and deviation 1 over these axes. */
    public static void pull(Pullback p, int... axes) {
        int rank = p.xShape().rank();
        ElementType type = p.xType(0);
        int[] allButChannels = IntStream.range(0, rank).filter(i -> i != 1).toArray();
        Statistics statistics = Statistics.of(p, p.x(), p.attributes().real("epsilon", 1e-5f), axes);
        if (p.isActive(0)) {
            String h = Channels.scaled(p, p.cotangent(), p.x(1, type), p.constant(1), rank);
            p.accumulate(0, statistics.pull(p, h));
        }
        if (p.isActive(1)) {
            String along = p.mul(p.cotangent(), statistics.normalised(p));
            p.accumulate(1, p.reshape(p.wideSum(along, allButChannels), p.xShape(1)), type);
        }
        if (p.isActive(2)) {
            p.accumulate(2, p.reshape(p.wideSum(p.cotangent(), allButChannels), p.xShape(2)), type);
        }
    }
}
