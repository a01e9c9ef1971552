package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Statistics;
import java.util.List;
import java.util.stream.IntStream;

/** Root-mean-square normalisation y = w·x̂, x̂ = x·r, over the axes from a given one on; w and y may be of another type than x. */
final class RmsNormalizationRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("RMSNormalization");
    }

    @Override
    public void pull(Pullback p) {
        int rank = p.xShape().rank();
        int[] last = IntStream.range(p.axis("axis", -1, rank), rank).toArray();
        Statistics statistics =
                Statistics.uncentred(p, p.x(0, p.type()), p.attributes().real("epsilon", 1e-5f), last);
        if (p.isActive(0)) {
            p.accumulate(0, statistics.along(p, p.mul(p.cotangent(), p.x(1))), p.type());
        }
        if (p.isActive(1)) {
            p.accumulateStretched(1, p.mul(p.cotangent(), statistics.normalised(p)));
        }
    }
}
