package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Reduction;
import java.util.List;

/** Euclidean norm: x̄ = x·ȳ / y, and 0 where y is 0. */
final class ReduceL2Rule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("ReduceL2");
    }

    @Override
    public void pull(Pullback p) {
        Reduction reduction = Reduction.of(p);
        String cotangent = reduction.keep(p, p.cotangent());
        String y = reduction.keep(p, p.y());
        // By infinity, not left out afterwards: a 0/0 that is left out comes back when forward mode transposes this.
        String length = p.where(p.emit("Equal", y, p.scalar(0)), p.scalar(Double.POSITIVE_INFINITY), y);
        p.accumulate(0, p.mul(p.x(), p.div(cotangent, length)));
    }
}
