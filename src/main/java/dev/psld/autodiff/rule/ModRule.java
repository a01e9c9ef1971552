package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Remainder of a division, y = a − b·q with a whole quotient q: ā = ȳ, b̄ = −ȳ·q. */
final class ModRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Mod");
    }

    @Override
    public void pull(Pullback p) {
        if (p.isActive(0)) {
            p.accumulateStretched(0, p.cotangent());
        }
        if (p.isActive(1)) {
            String quotient = p.emit("Round", p.div(p.sub(p.x(0), p.y()), p.x(1)));
            p.accumulateStretched(1, p.emit("Neg", p.mul(p.cotangent(), quotient)));
        }
    }
}
