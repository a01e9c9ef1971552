package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Mish x·t, t = tanh(ln(1 + eˣ)): x̄ = ȳ·(t + x·σ(x)·(1 − t²)). */
final class MishRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Mish");
    }

    @Override
    public void pull(Pullback p) {
        String t = p.emit("Tanh", p.emit("Softplus", p.x()));
        String bend = p.mul(p.mul(p.x(), p.emit("Sigmoid", p.x())), p.sub(p.scalar(1), p.square(t)));
        p.accumulate(0, p.mul(p.cotangent(), p.add(t, bend)));
    }
}
