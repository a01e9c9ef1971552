package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Sine: x̄ = ȳ·cos x. */
final class SinRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Sin");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.mul(p.cotangent(), p.emit("Cos", p.x())));
    }
}
