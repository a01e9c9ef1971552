package dev.psld.autodiff.rule;

import dev.psld.autodiff.Fusion;
import dev.psld.autodiff.Pattern;
import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.Uses;
import dev.psld.graph.Attributes;
import dev.psld.graph.Node;
import java.util.List;
import java.util.Optional;

/** SiLU y = x·s, s = σ(x), which exporters write as Sigmoid and Mul: x̄ = ȳ·s·(1 + x·(1 − s)), from x alone. */
final class SiluPattern implements Pattern, Rule {

    @Override
    public Optional<Fusion> endingAt(Node last, Uses uses) {
        if (!last.op().equals("Mul")) {
            return Optional.empty();
        }
        return match(last, last.input(0), last.input(1), uses)
                .or(() -> match(last, last.input(1), last.input(0), uses));
    }

    private Optional<Fusion> match(Node last, String x, String s, Uses uses) {
        return uses.inner(s, "Sigmoid")
                .filter(n -> n.input(0).equals(x))
                .map(n -> new Fusion(List.of(n, last), Fusion.as("Silu", Attributes.NONE, last, x, s), this));
    }

    @Override
    public List<String> ops() {
        return List.of();
    }

    @Override
    public void pull(Pullback p) {
        String s = p.x(1);
        String bend = p.add(p.mul(p.x(0), p.sub(p.scalar(1), s)), p.scalar(1));
        p.accumulate(0, p.mul(p.cotangent(), p.mul(s, bend)));
        p.settle(1);
    }
}
