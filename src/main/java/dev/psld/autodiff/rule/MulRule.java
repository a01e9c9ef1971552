package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Product a·b: ā = ȳ·b, b̄ = ȳ·a. */
final class MulRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Mul");
    }

    @Override
    public void pull(Pullback p) {
        if (p.isActive(0)) {
            p.accumulateStretched(0, p.mul(p.cotangent(), p.x(1)));
        }
        if (p.isActive(1)) {
            p.accumulateStretched(1, p.mul(p.cotangent(), p.x(0)));
        }
    }
}
