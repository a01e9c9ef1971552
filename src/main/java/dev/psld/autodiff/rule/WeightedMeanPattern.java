package dev.psld.autodiff.rule;

import dev.psld.autodiff.Fusion;
import dev.psld.autodiff.Pattern;
import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.Uses;
import dev.psld.autodiff.rule.part.Reduction;
import dev.psld.graph.Node;
import java.util.List;
import java.util.Optional;

/**
 * Weighted mean written out, y = Σ wᵢxᵢ / W, W = Σ wᵢ, as losses with weights of classes are: x̄ᵢ = ȳ·wᵢ / W, and
 * w̄ᵢ = ȳ·(dᵢ − Σ wⱼdⱼ / W) / W with dᵢ = xᵢ − y. Term by term it would be a difference of two sums that nearly cancel; what y is
 * off by in single precision, the same in all dᵢ, is taken out of them.
 */
final class WeightedMeanPattern implements Pattern, Rule {

    @Override
    public Optional<Fusion> endingAt(Node last, Uses uses) {
        if (!last.op().equals("Div")) {
            return Optional.empty();
        }
        Optional<Node> sum = uses.inner(last.input(0), "ReduceSum");
        Optional<Node> weights = uses.inner(last.input(1), "ReduceSum");
        if (sum.isEmpty() || weights.isEmpty() || !alike(sum.get(), weights.get())) {
            return Optional.empty();
        }
        String w = weights.get().input(0);
        return uses.inner(sum.get().input(0), "Mul")
                .filter(product -> product.inputs().contains(w)
                        && product.inputs().stream()
                                .allMatch(i -> uses.graph()
                                        .shape(i)
                                        .equals(uses.graph().shape(w))))
                .map(product -> {
                    String x = product.input(0).equals(w) ? product.input(1) : product.input(0);
                    // The axes stay input 1, where every reduction has them.
                    String axes = sum.get().input(1);
                    Node as = Fusion.as("WeightedMean", sum.get().attributes(), last, x, axes, w, last.input(1));
                    return new Fusion(List.of(product, sum.get(), weights.get(), last), as, this);
                });
    }

    private static boolean alike(Node one, Node other) {
        return one.input(1).equals(other.input(1)) && one.attributes().equals(other.attributes());
    }

    @Override
    public List<String> ops() {
        return List.of();
    }

    @Override
    public void pull(Pullback p) {
        Reduction reduction = Reduction.of(p);
        String w = p.x(2);
        String whole = reduction.keep(p, p.x(3));
        String share = p.div(reduction.keep(p, p.cotangent()), whole);
        if (p.isActive(0)) {
            p.accumulate(0, p.mul(share, w));
        }
        if (p.isActive(2)) {
            String apart = p.sub(p.x(0), reduction.keep(p, p.y()));
            String left = p.div(p.sum(p.mul(w, apart), reduction.axes()), whole);
            p.accumulate(2, p.mul(share, p.sub(apart, left)));
        }
        p.settle(3);
    }
}
