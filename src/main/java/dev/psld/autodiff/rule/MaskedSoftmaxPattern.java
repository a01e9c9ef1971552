package dev.psld.autodiff.rule;

import dev.psld.autodiff.Fusion;
import dev.psld.autodiff.Pattern;
import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.Uses;
import dev.psld.autodiff.rule.part.SoftmaxAxes;
import dev.psld.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Softmax s whose rows may be masked altogether, y = s and 0 where s is not a number, as PyTorch's exporter writes attention:
 * x̄ = y·(ȳ − Σ ȳ·y), which is 0 in such a row, where the pullback of softmax alone is not a number.
 */
final class MaskedSoftmaxPattern implements Pattern, Rule {

    @Override
    public Optional<Fusion> endingAt(Node last, Uses uses) {
        if (!last.op().equals("Where") || !isZero(uses, last.input(1))) {
            return Optional.empty();
        }
        Optional<Node> test =
                uses.inner(last.input(0), "IsNaN").filter(n -> n.input(0).equals(last.input(2)));
        Optional<Node> softmax = uses.inner(last.input(2), "Softmax", 2);
        if (test.isEmpty() || softmax.isEmpty()) {
            return Optional.empty();
        }
        Node as = Fusion.as(
                "MaskedSoftmax", softmax.get().attributes(), last, softmax.get().input(0));
        return Optional.of(new Fusion(List.of(softmax.get(), test.get(), last), as, this));
    }

    private static boolean isZero(Uses uses, String value) {
        return uses.graph()
                .constant(value)
                .filter(t -> Arrays.stream(t.toDoubles()).allMatch(v -> v == 0))
                .isPresent();
    }

    @Override
    public List<String> ops() {
        return List.of();
    }

    @Override
    public void pull(Pullback p) {
        String sum = p.wideSum(p.mul(p.cotangent(), p.y()), SoftmaxAxes.of(p));
        p.accumulate(0, p.mul(p.y(), p.sub(p.cotangent(), sum)));
    }
}
