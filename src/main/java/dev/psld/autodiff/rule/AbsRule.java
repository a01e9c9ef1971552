package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Absolute value: x̄ = ȳ·sign(x), 0 at 0. */
final class AbsRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Abs");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.mul(p.cotangent(), p.emit("Sign", p.x())));
    }
}
