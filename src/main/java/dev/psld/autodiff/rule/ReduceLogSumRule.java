package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Reduction;
import java.util.List;

/** Logarithm of a sum: x̄ = ȳ·exp(−y) stretched. */
final class ReduceLogSumRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("ReduceLogSum");
    }

    @Override
    public void pull(Pullback p) {
        Reduction reduction = Reduction.of(p);
        String cotangent = reduction.keep(p, p.cotangent());
        // Of no elements the slope is infinite, and nothing has it.
        String share = reduction.count(p.xShape()) == 0
                ? cotangent
                : p.mul(cotangent, p.emit("Exp", p.emit("Neg", reduction.keep(p, p.y()))));
        p.accumulate(0, p.expand(share, p.xShape()));
    }
}
