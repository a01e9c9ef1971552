package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Statistics;
import java.util.List;
import java.util.stream.IntStream;

/** Layer normalisation y = w·x̂ + b over the axes from a given one on. */
final class LayerNormalizationRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("LayerNormalization");
    }

    @Override
    public void pull(Pullback p) {
        int rank = p.xShape().rank();
        int axis = p.axis("axis", -1, rank);
        int[] last = IntStream.range(axis, rank).toArray();
        Statistics statistics = Statistics.of(p, p.x(), p.attributes().real("epsilon", 1e-5f), last);
        if (p.isActive(0)) {
            p.accumulate(0, statistics.pull(p, p.mul(p.cotangent(), p.x(1))));
        }
        if (p.isActive(1)) {
            p.accumulateStretched(1, p.mul(p.cotangent(), statistics.normalised(p)));
        }
        if (p.isActive(2)) {
            p.accumulateStretched(2, p.cotangent());
        }
    }
}
