package dev.psld.autodiff.rule;

import dev.psld.autodiff.Fusion;
import dev.psld.autodiff.Pattern;
import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.Uses;
import dev.psld.autodiff.rule.part.AttentionSlices;
import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Attention softmax(A·B)·V written out, as PyTorch's exporters write it (A = scaled queries, B = scaled keys turned round),
 * where all probabilities together are large: they are computed again and pulled back in slices, one after the other, so
 * that they are never whole.
 */
final class AttentionPattern implements Pattern, Rule {
    /** Bytes of all probabilities from which they are taken in slices. */
    private static final long LARGE = 64L << 20;

    @Override
    public Optional<Fusion> endingAt(Node last, Uses uses) {
        if (!last.op().equals("MatMul")) {
            return Optional.empty();
        }
        Optional<Node> softmax = uses.inner(last.input(0), "Softmax").filter(n -> isOverLastAxis(n, uses.graph()));
        Optional<Node> product = softmax.flatMap(n -> uses.inner(n.input(0), "MatMul"));
        return product.filter(p -> fits(uses.graph(), p, last)).map(p -> {
            Node as = Fusion.as(
                    "SlicedAttention", softmax.orElseThrow().attributes(), last, p.input(0), p.input(1), last.input(1));
            return new Fusion(List.of(p, softmax.orElseThrow(), last), as, this);
        });
    }

    private static boolean isOverLastAxis(Node softmax, Graph graph) {
        int rank = graph.shape(softmax.input(0)).rank();
        long axis = softmax.attributes().integer("axis", graph.opset() < 13 ? 1 : -1);
        return axis == -1 || axis == rank - 1;
    }

    /** Same batches and heads everywhere, and many bytes. */
    private static boolean fits(Graph graph, Node product, Node last) {
        Shape a = graph.shape(product.input(0));
        Shape b = graph.shape(product.input(1));
        Shape v = graph.shape(last.input(1));
        return a.rank() >= 2
                && graph.value(product.output()).bytes() > LARGE
                && heads(a).equals(heads(b))
                && heads(a).equals(heads(v));
    }

    private static List<Long> heads(Shape shape) {
        return shape.dims().subList(0, shape.rank() - 2);
    }

    @Override
    public List<String> ops() {
        return List.of();
    }

    @Override
    public void pull(Pullback p) {
        AttentionSlices.pull(p);
    }
}
