package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Reduction;
import java.util.List;

/** Sum of squares: x̄ = 2x·ȳ. */
final class ReduceSumSquareRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("ReduceSumSquare");
    }

    @Override
    public void pull(Pullback p) {
        Reduction reduction = Reduction.of(p);
        String cotangent = reduction.keep(p, p.cotangent());
        p.accumulate(0, p.mul(p.x(), p.mul(cotangent, 2)));
    }
}
