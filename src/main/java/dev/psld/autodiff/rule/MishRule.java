package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Halves;
import java.util.List;

/**
 * Mish x·t, t = tanh(s), s = ln(1 + eˣ): x̄ = ȳ·(t + x·σ(x)·(1 − t²)) with σ(x) = exp(x − s), which keeps its digits where it
 * is small, as the forward does and the runtime's own σ does not; in half precision the difference would lose more.
 */
final class MishRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Mish");
    }

    @Override
    public void pull(Pullback p) {
        String s = p.emit("Softplus", p.x());
        String t = p.emit("Tanh", s);
        String sigma = Halves.wide(p) == p.type() ? p.emit("Exp", p.sub(p.x(), s)) : p.emit("Sigmoid", p.x());
        String bend = p.mul(p.mul(p.x(), sigma), p.sub(p.scalar(1), p.square(t)));
        p.accumulate(0, p.mul(p.cotangent(), p.add(t, bend)));
    }
}
