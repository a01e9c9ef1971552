package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Continuously differentiable exponential linear unit: x̄ = ȳ·exp(x/α) where x < 0, else ȳ. */
final class CeluRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Celu");
    }

    @Override
    public void pull(Pullback p) {
        String below = p.emit("Less", p.x(), p.scalar(0));
        String bend = p.emit("Exp", p.mul(p.x(), 1 / p.attributes().real("alpha", 1)));
        p.accumulate(0, p.mul(p.cotangent(), p.where(below, bend, p.scalar(1))));
    }
}
