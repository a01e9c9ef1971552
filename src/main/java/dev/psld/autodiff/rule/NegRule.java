package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Negation: x̄ = −ȳ. */
final class NegRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Neg");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.emit("Neg", p.cotangent()));
    }
}
