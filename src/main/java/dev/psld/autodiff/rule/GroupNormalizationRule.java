package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Statistics;
import dev.psld.graph.Shape;
import java.util.List;

/** Group normalisation y = w·x̂ + b; scale and shift are one number a group at opset 18 and one a channel from 21 on. */
final class GroupNormalizationRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("GroupNormalization");
    }

    @Override
    public void pull(Pullback p) {
        Shape x = p.xShape();
        long groups = p.attributes().integer("num_groups", 1);
        long channels = x.dim(1);
        long pixels = x.size() / (x.dim(0) * channels);
        // (batch, groups, channels of a group, pixels): one shape in which both kinds of scale stretch.
        Shape apart = Shape.of(x.dim(0), groups, channels / groups, pixels);
        boolean perGroup = p.opset() < 21;
        Shape factors = perGroup ? Shape.of(groups, 1, 1) : Shape.of(groups, channels / groups, 1);
        int[] summed = perGroup ? new int[] {0, 2, 3} : new int[] {0, 3};

        String cotangent = p.reshape(p.cotangent(), apart);
        double epsilon = p.attributes().real("epsilon", 1e-5f);
        Statistics statistics = Statistics.of(p, p.reshape(p.x(), apart), epsilon, 2, 3);
        if (p.isActive(0)) {
            String h = p.mul(cotangent, p.reshape(p.x(1), factors));
            p.accumulate(0, p.reshape(statistics.pull(p, h), x));
        }
        if (p.isActive(1)) {
            String along = p.mul(cotangent, statistics.normalised(p));
            p.accumulate(1, p.reshape(p.sum(along, summed), p.xShape(1)));
        }
        if (p.isActive(2)) {
            p.accumulate(2, p.reshape(p.sum(cotangent, summed), p.xShape(2)));
        }
    }
}
