package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Swish x·s, s = σ(α·x): x̄ = ȳ·s·(1 + α·x·(1 − s)). */
final class SwishRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Swish");
    }

    @Override
    public void pull(Pullback p) {
        double alpha = p.attributes().real("alpha", 1);
        String scaled = p.mul(p.x(), alpha);
        String s = p.emit("Sigmoid", scaled);
        String bend = p.add(p.mul(scaled, p.sub(p.scalar(1), s)), p.scalar(1));
        p.accumulate(0, p.mul(p.cotangent(), p.mul(s, bend)));
    }
}
