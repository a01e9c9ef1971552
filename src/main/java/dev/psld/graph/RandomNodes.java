package dev.psld.graph;

import ai.onnx.proto.OnnxMl;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Finds where a graph draws random numbers, so that two runs on the same inputs differ. Stateless. */
public final class RandomNodes {
    private static final Set<String> OPS = Set.of(
            "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Bernoulli", "Multinomial");

    private RandomNodes() {}

    /** A node that draws, and that one of these values depends on; empty where there is none. */
    public static Optional<Node> behind(Graph graph, Collection<String> values) {
        Deque<String> open = new ArrayDeque<>(values);
        Set<String> seen = new HashSet<>(values);
        while (!open.isEmpty()) {
            Optional<Node> producer = graph.producer(open.pop());
            if (producer.filter(RandomNodes::draws).isPresent()) {
                return producer;
            }
            producer.ifPresent(node -> node.reads().filter(seen::add).forEach(open::add));
        }
        return Optional.empty();
    }

    /** Whether a node draws, itself or in a body. */
    public static boolean draws(Node node) {
        return isRandom(node.op(), node.domain())
                || node.attributes().values().values().stream()
                        .anyMatch(value -> value instanceof Attributes.Subgraph body && draws(body.proto()));
    }

    private static boolean draws(OnnxMl.GraphProto body) {
        return body.getNodeList().stream()
                .anyMatch(node -> isRandom(node.getOpType(), node.getDomain())
                        || node.getAttributeList().stream().anyMatch(a -> a.hasG() && draws(a.getG())));
    }

    private static boolean isRandom(String op, String domain) {
        return (domain.isEmpty() || domain.equals("ai.onnx")) && OPS.contains(op);
    }
}
