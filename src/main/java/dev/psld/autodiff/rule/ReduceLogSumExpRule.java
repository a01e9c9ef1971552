package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Halves;
import dev.psld.autodiff.rule.part.Reduction;
import java.util.List;

/** Logarithm of a sum of exponentials: x̄ = ȳ·exp(x − y). */
final class ReduceLogSumExpRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("ReduceLogSumExp");
    }

    @Override
    public void pull(Pullback p) {
        Reduction reduction = Reduction.of(p);
        String cotangent = reduction.keep(p, p.cotangent());
        // A sum of nothing but exp(−∞) has the logarithm −∞; its elements get 0, not ∞ − ∞.
        String sum = p.emit("Max", reduction.keep(p, p.y()), p.scalar(Halves.lowest(p)));
        String share = p.emit("Exp", p.sub(p.x(), sum));
        p.accumulate(0, p.mul(share, cotangent));
    }
}
