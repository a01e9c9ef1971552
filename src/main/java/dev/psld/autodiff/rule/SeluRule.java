package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Scaled exponential linear unit: x̄ = ȳ·γ·(1 where x > 0, else α·eˣ). */
final class SeluRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Selu");
    }

    @Override
    public void pull(Pullback p) {
        double gamma = p.attributes().real("gamma", 1.050701f);
        double alpha = p.attributes().real("alpha", 1.6732632f);
        String above = p.emit("Greater", p.x(), p.scalar(0));
        String bend = p.mul(p.emit("Exp", p.x()), gamma * alpha);
        p.accumulate(0, p.mul(p.cotangent(), p.where(above, p.scalar(gamma), bend)));
    }
}
