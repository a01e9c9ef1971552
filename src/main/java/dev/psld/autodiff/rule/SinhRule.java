package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Hyperbolic sine: x̄ = ȳ·cosh x. */
final class SinhRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Sinh");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.mul(p.cotangent(), p.emit("Cosh", p.x())));
    }
}
