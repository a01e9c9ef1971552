package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Reduction;
import java.util.List;

/** Mean of N elements: x̄ is ȳ / N stretched. */
final class ReduceMeanRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("ReduceMean");
    }

    @Override
    public void pull(Pullback p) {
        Reduction reduction = Reduction.of(p);
        String cotangent = reduction.keep(p, p.cotangent());
        p.accumulate(0, p.expand(p.mul(cotangent, 1.0 / Math.max(1, reduction.count(p.xShape()))), p.xShape()));
    }
}
