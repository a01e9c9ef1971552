package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Halves;
import java.util.List;

/**
 * Softplus, y = ln(1 + eˣ): x̄ = ȳ·σ(x) with σ(x) = exp(x − y), which keeps its digits where it is small, as the runtime's own
 * σ does not; in half precision the difference would lose more.
 */
final class SoftplusRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Softplus");
    }

    @Override
    public void pull(Pullback p) {
        String slope = Halves.wide(p) == p.type() ? p.emit("Exp", p.sub(p.x(), p.y())) : p.emit("Sigmoid", p.x());
        p.accumulate(0, p.mul(p.cotangent(), slope));
    }
}
