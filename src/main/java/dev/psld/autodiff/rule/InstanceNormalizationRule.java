package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.OwnStatistics;
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
        OwnStatistics.pull(p, IntStream.range(2, p.xShape().rank()).toArray());
    }
}
