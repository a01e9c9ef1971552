package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Clip to [low, high]: x̄ = ȳ inside and on the bounds, else 0. */
final class ClipRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Clip");
    }

    @Override
    public void pull(Pullback p) {
        String inside = p.cotangent();
        if (p.node().hasInput(1)) {
            inside = p.where(p.emit("Less", p.x(), p.x(1)), p.scalar(0), inside);
        }
        if (p.node().hasInput(2)) {
            inside = p.where(p.emit("Greater", p.x(), p.x(2)), p.scalar(0), inside);
        }
        p.accumulate(0, inside);
    }
}
