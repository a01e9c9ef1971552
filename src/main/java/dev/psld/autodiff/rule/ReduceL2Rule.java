package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Euclidean norm: x̄ = x·ȳ / y. */
final class ReduceL2Rule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("ReduceL2");
    }

    @Override
    public void pull(Pullback p) {
        Reduction reduction = Reduction.of(p);
        String cotangent = reduction.keep(p, p.cotangent());
        p.accumulate(0, p.mul(p.x(), p.div(cotangent, reduction.keep(p, p.y()))));
    }
}
