package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Inverse tangent: x̄ = ȳ / (1 + x²). */
final class AtanRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Atan");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.div(p.cotangent(), p.add(p.square(p.x()), p.scalar(1))));
    }
}
