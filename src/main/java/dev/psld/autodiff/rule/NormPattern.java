package dev.psld.autodiff.rule;

import dev.psld.autodiff.Fusion;
import dev.psld.autodiff.Pattern;
import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.Uses;
import dev.psld.autodiff.rule.part.Reduction;
import dev.psld.graph.Attributes;
import dev.psld.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Euclidean norm or root mean square written out, y = √(Σ x²) or √(mean x²): x̄ = c·x·ȳ / y with c = 1 or 1/N, and 0 where y
 * is 0. The pullbacks of root and square apart are ∞·0 there.
 */
final class NormPattern implements Pattern, Rule {

    @Override
    public Optional<Fusion> endingAt(Node last, Uses uses) {
        boolean root = last.op().equals("Sqrt") || (last.op().equals("Pow") && is(uses, last.input(1), 0.5));
        if (!root) {
            return Optional.empty();
        }
        String square = last.input(0);
        Optional<Node> whole = uses.inner(square, "ReduceSumSquare");
        if (whole.isPresent()) {
            return Optional.of(fusion(whole.get().input(0), whole.get(), last, List.of()));
        }
        return uses.inner(square, "ReduceSum")
                .or(() -> uses.inner(square, "ReduceMean"))
                .flatMap(sum -> squared(sum.input(0), uses)
                        .map(product -> fusion(product.input(0), sum, last, List.of(product))));
    }

    /** The node that makes a square. */
    private static Optional<Node> squared(String value, Uses uses) {
        return uses.inner(value, "Mul")
                .filter(n -> n.input(0).equals(n.input(1)))
                .or(() -> uses.inner(value, "Pow").filter(n -> is(uses, n.input(1), 2)));
    }

    private static boolean is(Uses uses, String exponent, double wanted) {
        return uses.graph()
                .constant(exponent)
                .filter(t -> Arrays.stream(t.toDoubles()).allMatch(v -> v == wanted))
                .isPresent();
    }

    private Fusion fusion(String x, Node sum, Node last, List<Node> before) {
        Attributes attributes = sum.attributes().with("mean", sum.op().equals("ReduceMean"));
        Node as = sum.hasInput(1)
                ? Fusion.as("Norm", attributes, last, x, sum.input(1))
                : Fusion.as("Norm", attributes, last, x);
        List<Node> nodes = new ArrayList<>(before);
        nodes.add(sum);
        nodes.add(last);
        return new Fusion(nodes, as, this);
    }

    @Override
    public List<String> ops() {
        return List.of();
    }

    @Override
    public void pull(Pullback p) {
        Reduction reduction = Reduction.of(p);
        double share = p.attributes().integer("mean", 0) != 0 ? 1.0 / reduction.count(p.xShape()) : 1;
        String y = reduction.keep(p, p.y());
        // By infinity, not left out afterwards: a 0/0 that is left out comes back when forward mode transposes this.
        String length = p.where(p.emit("Equal", y, p.scalar(0)), p.scalar(Double.POSITIVE_INFINITY), y);
        String cotangent = p.mul(reduction.keep(p, p.cotangent()), share);
        p.accumulate(0, p.mul(p.x(), p.div(cotangent, length)));
    }
}
