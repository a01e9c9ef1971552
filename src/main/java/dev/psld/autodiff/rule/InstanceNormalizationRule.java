package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Channels;
import dev.psld.autodiff.rule.part.Statistics;
import java.util.List;
import java.util.stream.IntStream;

/** Instance normalisation y = w·x̂ + b over the spatial axes of each channel. */
final class InstanceNormalizationRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("InstanceNormalization");
    }

    @Override
    public void pull(Pullback p) {
        int rank = p.xShape().rank();
        int[] spatial = IntStream.range(2, rank).toArray();
        int[] allButChannels = IntStream.range(0, rank).filter(i -> i != 1).toArray();
        Statistics statistics = Statistics.of(p, p.x(), p.attributes().real("epsilon", 1e-5f), spatial);
        if (p.isActive(0)) {
            String h = Channels.scaled(p, p.cotangent(), p.x(1), p.constant(1), rank);
            p.accumulate(0, statistics.pull(p, h));
        }
        if (p.isActive(1)) {
            String along = p.mul(p.cotangent(), statistics.normalised(p));
            p.accumulate(1, p.reshape(p.wideSum(along, allButChannels), p.xShape(1)));
        }
        if (p.isActive(2)) {
            p.accumulate(2, p.reshape(p.wideSum(p.cotangent(), allButChannels), p.xShape(2)));
        }
    }
}
