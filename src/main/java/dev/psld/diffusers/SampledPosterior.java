package dev.psld.diffusers;

import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.RandomNodes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where an encoder that draws its latent, mean + exp(logvar/2)·noise, has mean and log-variance: the names of both before any
 * random node. Immutable.
 *
 * @param logvar empty where the deviation is no exponential of half of something
 */
record SampledPosterior(String mean, Optional<String> logvar) {
    /** What changes nothing but types and names. */
    private static final Set<String> TRANSPARENT = Set.of("Identity", "Cast");

    /** Both of an output; empty where it is drawn in another way. */
    static Optional<SampledPosterior> of(Graph graph, String output) {
        Optional<Node> sum = made(graph, output, "Add");
        if (sum.isEmpty()) {
            return Optional.empty();
        }
        for (int noisy = 0; noisy < 2; noisy++) {
            String mean = sum.get().input(1 - noisy);
            String noise = sum.get().input(noisy);
            if (isDrawn(graph, noise) && !isDrawn(graph, mean)) {
                return made(graph, noise, "Mul").flatMap(product -> of(graph, mean, product));
            }
        }
        return Optional.empty();
    }

    private static Optional<SampledPosterior> of(Graph graph, String mean, Node product) {
        for (int noisy = 0; noisy < 2; noisy++) {
            String deviation = product.input(1 - noisy);
            boolean noise =
                    seen(graph, product.input(noisy)).filter(RandomNodes::draws).isPresent();
            if (noise && !isDrawn(graph, deviation)) {
                return Optional.of(new SampledPosterior(mean, logvar(graph, deviation)));
            }
        }
        return Optional.empty();
    }

    /** σ = exp(logvar/2). */
    private static Optional<String> logvar(Graph graph, String deviation) {
        Optional<Node> half = made(graph, deviation, "Exp").flatMap(exp -> seen(graph, exp.input(0)));
        if (half.filter(node -> node.op().equals("Mul")).isPresent()) {
            for (int i = 0; i < 2; i++) {
                if (isNumber(graph, half.get().input(i), 0.5)) {
                    return Optional.of(half.get().input(1 - i));
                }
            }
        }
        return half.filter(node -> node.op().equals("Div") && isNumber(graph, node.input(1), 2))
                .map(node -> node.input(0));
    }

    private static boolean isNumber(Graph graph, String name, double number) {
        return graph.constant(name)
                .filter(t -> t.type().isReal() && t.shape().size() == 1 && t.toDoubles()[0] == number)
                .isPresent();
    }

    private static boolean isDrawn(Graph graph, String value) {
        return RandomNodes.behind(graph, List.of(value)).isPresent();
    }

    private static Optional<Node> made(Graph graph, String value, String op) {
        return seen(graph, value).filter(node -> node.op().equals(op));
    }

    /** The node that makes a value, behind those that change nothing. */
    private static Optional<Node> seen(Graph graph, String value) {
        Optional<Node> node = graph.producer(value);
        while (node.filter(n -> TRANSPARENT.contains(n.op())).isPresent()) {
            node = graph.producer(node.get().input(0));
        }
        return node;
    }
}
