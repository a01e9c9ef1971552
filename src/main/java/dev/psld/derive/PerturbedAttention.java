package dev.psld.derive;

import dev.psld.graph.DeadCode;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphException;
import dev.psld.graph.Node;
import dev.psld.graph.Rewiring;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A net whose self-attention looks at nothing but each place itself: of the coarsest maps that have any, softmax(QKᵀ)·V becomes
 * V (Ahn and others, arXiv 2403.17377, section 4.1; the middle block of Stable Diffusion's UNet). Stateless.
 */
public final class PerturbedAttention {
    /** A product of attention weights and values. */
    private record Attention(Node product, String values, long places) {}

    private PerturbedAttention() {}

    /**
     * The perturbed net.
     *
     * @param graph with known shapes
     * @param output the only one that is kept
     * @throws GraphException where the graph has no self-attention
     */
    public static Graph of(Graph graph, String output) {
        List<Attention> all = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.op().equals("Softmax")) {
                attention(graph, node).ifPresent(all::add);
            }
        }
        long least = all.stream()
                .mapToLong(Attention::places)
                .min()
                .orElseThrow(() -> new GraphException("the graph " + graph.name()
                        + " has no self-attention that could be perturbed: leave --attention out"));
        Rewiring rewiring = new Rewiring(graph);
        for (Attention one : all) {
            if (one.places == least) {
                rewiring.redirect(one.product.output(), one.values);
            }
        }
        return only(rewiring.build(), output);
    }

    private static Graph only(Graph graph, String output) {
        Value kept = graph.outputs().stream()
                .filter(value -> value.name().equals(output))
                .findFirst()
                .orElseThrow(() -> new GraphException("the graph " + graph.name() + " has no output “" + output + "”"));
        return DeadCode.prune(graph.toBuilder().clearOutputs().output(kept).build());
    }

    /** Of weights that are square, on their way to the product: cast and turned at most. */
    private static Optional<Attention> attention(Graph graph, Node softmax) {
        Shape weights = graph.shape(softmax.output());
        if (weights.rank() < 2 || weights.dim(-1) != weights.dim(-2)) {
            return Optional.empty();
        }
        String name = softmax.output();
        while (true) {
            Optional<Node> reader = reader(graph, name);
            if (reader.isEmpty()) {
                return Optional.empty();
            }
            Node node = reader.get();
            if (node.op().equals("MatMul")) {
                String values = node.input(node.input(0).equals(name) ? 1 : 0);
                return graph.shape(values).equals(graph.shape(node.output()))
                        ? Optional.of(new Attention(node, values, weights.dim(-1)))
                        : Optional.empty();
            }
            if (!node.op().equals("Transpose") && !node.op().equals("Cast")) {
                return Optional.empty();
            }
            name = node.output();
        }
    }

    private static Optional<Node> reader(Graph graph, String name) {
        return graph.nodes().stream()
                .filter(node -> node.inputs().contains(name))
                .findFirst();
    }
}
