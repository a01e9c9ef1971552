package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Cosine: x̄ = −ȳ·sin x. */
final class CosRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Cos");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.emit("Neg", p.mul(p.cotangent(), p.emit("Sin", p.x()))));
    }
}
