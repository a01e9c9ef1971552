package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Hyperbolic tangent: x̄ = ȳ·(1 − y²). */
final class TanhRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Tanh");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.mul(p.cotangent(), p.sub(p.scalar(1), p.square(p.y()))));
    }
}
