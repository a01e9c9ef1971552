package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Inverse hyperbolic tangent: x̄ = ȳ / (1 − x²). */
final class AtanhRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Atanh");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.div(p.cotangent(), p.sub(p.scalar(1), p.square(p.x()))));
    }
}
