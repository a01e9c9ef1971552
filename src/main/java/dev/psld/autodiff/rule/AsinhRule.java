package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Inverse hyperbolic sine: x̄ = ȳ / √(x² + 1). */
final class AsinhRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Asinh");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.div(p.cotangent(), p.emit("Sqrt", p.add(p.square(p.x()), p.scalar(1)))));
    }
}
