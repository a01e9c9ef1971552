package dev.psld.autodiff.rule;

import dev.psld.autodiff.Fusion;
import dev.psld.autodiff.Pattern;
import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.Uses;
import dev.psld.autodiff.rule.part.ChannelNorm;
import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Group normalisation as PyTorch's exporter writes it (Reshape, InstanceNormalization, Reshape, Mul, Add), with or without
 * SiLU behind it, z = γ·x̂ + β, y = z·σ(z). Its pullback is the exact one, {@link ChannelNorm}, which touches the large
 * tensors least.
 */
final class GroupNormPattern implements Pattern, Rule {

    @Override
    public Optional<Fusion> endingAt(Node last, Uses uses) {
        if (last.op().equals("Add")) {
            return normalisation(last, uses).map(nodes -> fusion(nodes, last, last, uses.graph(), "GroupNorm"));
        }
        if (!last.op().equals("Mul")) {
            return Optional.empty();
        }
        return activated(last, last.input(0), last.input(1), uses)
                .or(() -> activated(last, last.input(1), last.input(0), uses));
    }

    private Optional<Fusion> activated(Node last, String z, String s, Uses uses) {
        Optional<Node> sigmoid = uses.inner(s, "Sigmoid").filter(n -> n.input(0).equals(z));
        Optional<Node> add = uses.inner(z, "Add", 2);
        if (sigmoid.isEmpty() || add.isEmpty()) {
            return Optional.empty();
        }
        return normalisation(add.get(), uses).map(nodes -> {
            nodes.add(sigmoid.get());
            nodes.add(last);
            return fusion(nodes, add.get(), last, uses.graph(), "GroupNormSilu");
        });
    }

    /** Reshape, InstanceNormalization, Reshape, Mul and this Add, first to last. */
    private static Optional<List<Node>> normalisation(Node add, Uses uses) {
        Graph graph = uses.graph();
        Optional<Node> mul = uses.inner(add.input(0), "Mul");
        Optional<Node> back = mul.flatMap(n -> uses.inner(n.input(0), "Reshape"));
        Optional<Node> norm = back.flatMap(n -> uses.inner(n.input(0), "InstanceNormalization"));
        Optional<Node> apart = norm.flatMap(n -> uses.inner(n.input(0), "Reshape"));
        if (apart.isEmpty()) {
            return Optional.empty();
        }
        Shape x = graph.shape(apart.get().input(0));
        Shape groups = graph.shape(apart.get().output());
        boolean fits = x.rank() == 4
                && groups.rank() == 3
                && groups.dim(0) == x.dim(0)
                && x.dim(1) % groups.dim(1) == 0
                && graph.shape(add.output()).equals(x)
                && isColumn(graph, mul.get().input(1), x.dim(1))
                && isColumn(graph, add.input(1), x.dim(1))
                && isAll(graph, norm.get().input(1), 1)
                && isAll(graph, norm.get().input(2), 0);
        return fits
                ? Optional.of(new ArrayList<>(List.of(apart.get(), norm.get(), back.get(), mul.get(), add)))
                : Optional.empty();
    }

    private static boolean isColumn(Graph graph, String name, long channels) {
        return graph.constant(name)
                .map(Tensor::shape)
                .filter(s -> s.rank() >= 3 && s.size() == channels && s.dim(-3) == channels)
                .isPresent();
    }

    private static boolean isAll(Graph graph, String name, double value) {
        return graph.constant(name)
                .filter(t -> Arrays.stream(t.toDoubles()).allMatch(v -> v == value))
                .isPresent();
    }

    private Fusion fusion(List<Node> nodes, Node add, Node last, Graph graph, String op) {
        Node apart = nodes.get(0);
        Node mul = nodes.get(3);
        Attributes attributes = Attributes.of(
                "groups", graph.shape(apart.output()).dim(1),
                "epsilon", nodes.get(1).attributes().real("epsilon", 1e-5f));
        Node as = Fusion.as(op, attributes, last, apart.input(0), mul.input(1), add.input(1));
        return new Fusion(nodes, as, this);
    }

    @Override
    public List<String> ops() {
        return List.of();
    }

    @Override
    public void pull(Pullback p) {
        ChannelNorm norm = ChannelNorm.of(
                p, p.attributes().integer("groups", 1), p.attributes().real("epsilon", 1e-5f));
        boolean silu = p.node().op().equals("GroupNormSilu");
        String cotangent = p.reshape(p.cotangent(), p.xShape(), norm.shape());
        String dz = silu ? p.mul(cotangent, slope(p, norm.output(p))) : cotangent;
        p.accumulate(0, p.reshape(norm.pull(p, dz), norm.shape(), p.xShape()));
    }

    /** d(z·s)/dz = z·s·(1 − s) + s, s = σ(z). */
    private static String slope(Pullback p, String z) {
        String s = p.emit("Sigmoid", z);
        return p.add(p.mul(p.mul(z, s), p.sub(p.scalar(1), s)), s);
    }
}
