package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Tangent: x̄ = ȳ·(1 + y²). */
final class TanRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Tan");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.mul(p.cotangent(), p.add(p.square(p.y()), p.scalar(1))));
    }
}
