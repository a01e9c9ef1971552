package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Exponential: x̄ = ȳ·y. */
final class ExpRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Exp");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.mul(p.cotangent(), p.y()));
    }
}
