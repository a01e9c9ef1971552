package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Softplus, y = ln(1 + eˣ): x̄ = ȳ·σ(x). */
final class SoftplusRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Softplus");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.mul(p.cotangent(), p.emit("Sigmoid", p.x())));
    }
}
