package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Difference a − b: ā = ȳ, b̄ = −ȳ. */
final class SubRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Sub");
    }

    @Override
    public void pull(Pullback p) {
        if (p.isActive(0)) {
            p.accumulateStretched(0, p.cotangent());
        }
        if (p.isActive(1)) {
            p.accumulate(1, p.emit("Neg", p.unbroadcast(p.cotangent(), p.yShape(), p.xShape(1))));
        }
    }
}
