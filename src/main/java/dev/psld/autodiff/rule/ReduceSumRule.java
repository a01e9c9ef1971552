package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Reduction;
import java.util.List;

/** Sum over axes: x̄ is ȳ stretched. */
final class ReduceSumRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("ReduceSum");
    }

    @Override
    public void pull(Pullback p) {
        Reduction reduction = Reduction.of(p);
        String cotangent = reduction.keep(p, p.cotangent());
        p.accumulate(0, p.expand(cotangent, p.xShape()));
    }
}
