package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Channels;
import dev.psld.autodiff.rule.part.Halves;
import dev.psld.autodiff.rule.part.OwnStatistics;
import dev.psld.graph.ElementType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Batch normalisation at inference, y = w·(x − μ)·r + b with r = 1/√(σ² + ε) given: x̄ = ȳ·w·r, and likewise for w, b, μ;
 * the variance gets −½·w·r³·Σ ȳ·(x − μ). In training, normalisation over all axes but the channels' by the statistics of x
 * itself. The vectors may be of other types than x.
 */
final class BatchNormalizationRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("BatchNormalization");
    }

    @Override
    public void pull(Pullback p) {
        if (p.attributes().integer("training_mode", 0) != 0) {
            pullTraining(p);
            return;
        }
        int rank = p.xShape().rank();
        int[] others = allButChannels(p);
        ElementType wide = Halves.wide(p);
        String epsilon = Halves.scalar(p, p.attributes().real("epsilon", 1e-5f));
        String rate = p.emit("Reciprocal", p.emit("Sqrt", p.add(p.x(4, wide), epsilon)));
        String factor = p.mul(p.x(1, wide), rate);
        if (p.isActive(0)) {
            p.accumulate(0, p.mul(p.cotangent(), Channels.column(p, Halves.narrowed(p, factor), rank)));
        }
        if (IntStream.rangeClosed(1, 4).noneMatch(p::isActive)) {
            return;
        }
        String cotangent = Halves.widened(p, p.cotangent());
        if (p.isActive(1) || p.isActive(4)) {
            String centred = p.sub(p.x(0, wide), Channels.column(p, p.x(3, wide), rank));
            String along = p.mul(p.reshape(p.sum(p.mul(cotangent, centred), others), p.xShape(1)), rate);
            if (p.isActive(1)) {
                p.accumulate(1, along, wide);
            }
            if (p.isActive(4)) {
                String half = Halves.scalar(p, -0.5);
                p.accumulate(4, p.mul(p.mul(along, p.mul(factor, rate)), half), wide);
            }
        }
        if (p.isActive(2) || p.isActive(3)) {
            String total = p.reshape(p.sum(cotangent, others), p.xShape(2));
            if (p.isActive(2)) {
                p.accumulate(2, total, wide);
            }
            if (p.isActive(3)) {
                p.accumulate(3, p.emit("Neg", p.mul(total, factor)), wide);
            }
        }
    }

    /** The result does not depend on the statistics that are given. */
    private static void pullTraining(Pullback p) {
        OwnStatistics.pull(p, allButChannels(p));
        IntStream.of(3, 4)
                .filter(p::isActive)
                .forEach(i -> p.accumulate(i, p.zeros(p.graph().value(p.node().input(i)))));
    }

    private static int[] allButChannels(Pullback p) {
        return IntStream.range(0, p.xShape().rank()).filter(i -> i != 1).toArray();
    }
}
