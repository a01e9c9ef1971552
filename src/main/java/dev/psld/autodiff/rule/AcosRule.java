package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Inverse cosine: x̄ = −ȳ / √(1 − x²). */
final class AcosRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Acos");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.emit("Neg", p.div(p.cotangent(), p.emit("Sqrt", p.sub(p.scalar(1), p.square(p.x()))))));
    }
}
