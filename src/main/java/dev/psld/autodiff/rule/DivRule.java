package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Quotient y = a/b: ā = ȳ/b, b̄ = −ȳ·y/b. */
final class DivRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Div");
    }

    @Override
    public void pull(Pullback p) {
        String share = p.div(p.cotangent(), p.x(1));
        if (p.isActive(0)) {
            p.accumulateStretched(0, share);
        }
        if (p.isActive(1)) {
            p.accumulateStretched(1, p.emit("Neg", p.mul(share, p.y())));
        }
    }
}
