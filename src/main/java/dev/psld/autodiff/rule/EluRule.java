package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Exponential linear unit: x̄ = ȳ where x > 0, else ȳ·α·eˣ. */
final class EluRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Elu");
    }

    @Override
    public void pull(Pullback p) {
        String above = p.emit("Greater", p.x(), p.scalar(0));
        String bend = p.mul(p.emit("Exp", p.x()), p.attributes().real("alpha", 1));
        p.accumulate(0, p.mul(p.cotangent(), p.where(above, p.scalar(1), bend)));
    }
}
