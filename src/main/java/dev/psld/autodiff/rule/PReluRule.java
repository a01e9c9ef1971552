package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Rectifier with slopes given as a stretched input: x̄ = ȳ where x > 0, else ȳ·slope; the slope gets Σ ȳ·min(x, 0). */
final class PReluRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("PRelu");
    }

    @Override
    public void pull(Pullback p) {
        String above = p.emit("Greater", p.x(0), p.scalar(0));
        if (p.isActive(0)) {
            p.accumulate(0, p.where(above, p.cotangent(), p.mul(p.cotangent(), p.x(1))));
        }
        if (p.isActive(1)) {
            p.accumulateStretched(1, p.where(above, p.scalar(0), p.mul(p.cotangent(), p.x(0))));
        }
    }
}
