package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Hyperbolic cosine: x̄ = ȳ·sinh x. */
final class CoshRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Cosh");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.mul(p.cotangent(), p.emit("Sinh", p.x())));
    }
}
