package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Piecewise linear sigmoid clip(α·x + β, 0, 1): x̄ = α·ȳ between the bends, else 0. */
final class HardSigmoidRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("HardSigmoid");
    }

    @Override
    public void pull(Pullback p) {
        String inside = p.emit("And", p.emit("Greater", p.y(), p.scalar(0)), p.emit("Less", p.y(), p.scalar(1)));
        p.accumulate(0, p.mul(p.kept(inside), p.attributes().real("alpha", 0.2f)));
    }
}
