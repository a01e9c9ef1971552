package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Statistics;
import java.util.List;

/** Mean subtracted and divided by the deviation, y = (x − μ) / (σ + 10⁻⁹): x̄ = r·(ȳ − mean(ȳ) − y·mean(ȳ·y)). */
final class MeanVarianceNormalizationRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("MeanVarianceNormalization");
    }

    @Override
    public void pull(Pullback p) {
        int rank = p.xShape().rank();
        int[] axes = Pullback.axes(p.attributes().integers("axes").orElse(new long[] {0, 2, 3}), rank);
        p.accumulate(0, Statistics.of(p, p.x(), 1e-18, axes).pull(p, p.cotangent()));
    }
}
