package dev.psld.derive;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A graph, and values for it, with every real number in double precision: the same function without its rounding. Stateless. */
final class Widened {
    /** Bytes of weights beyond which a copy is not made. */
    private static final long ROOM = 256L << 20;

    private Widened() {}

    /** The graph; empty where it is as wide already or too large. Whether there are kernels for it only loading tells. */
    static Optional<Graph> of(Graph graph) {
        boolean wide =
                graph.inputs().stream().filter(v -> v.type().isReal()).allMatch(v -> v.type() == ElementType.DOUBLE);
        long weights = graph.constants().values().stream()
                .mapToLong(t -> t.data().remaining())
                .sum();
        if (wide || weights > ROOM) {
            return Optional.empty();
        }
        GraphBuilder builder = new GraphBuilder(graph.name(), graph.opset());
        graph.opsets().forEach(builder::opset);
        graph.inputs().forEach(v -> builder.input(wide(v)));
        graph.constants().forEach((name, tensor) -> builder.constant(name, wide(tensor)));
        for (Node node : graph.nodes()) {
            Map<String, Object> attributes =
                    new LinkedHashMap<>(node.attributes().values());
            attributes.replaceAll((name, value) -> attribute(node, name, value));
            builder.add(new Node(
                    node.name(), node.op(), node.domain(), node.inputs(), node.outputs(), new Attributes(attributes)));
        }
        graph.outputs().forEach(v -> builder.output(wide(v)));
        return Optional.of(builder.build());
    }

    /** Values by name. */
    static Map<String, Tensor> values(Map<String, Tensor> values) {
        Map<String, Tensor> wide = new LinkedHashMap<>();
        values.forEach((name, tensor) -> wide.put(name, wide(tensor)));
        return wide;
    }

    static Value wide(Value value) {
        return new Value(value.name(), value.type().isReal() ? ElementType.DOUBLE : value.type(), value.shape());
    }

    private static Tensor wide(Tensor tensor) {
        return tensor.type().isReal() ? Tensor.real(ElementType.DOUBLE, tensor.shape(), tensor.toDoubles()) : tensor;
    }

    private static Object attribute(Node node, String name, Object value) {
        if (value instanceof Tensor tensor) {
            return wide(tensor);
        }
        boolean type = name.equals("dtype") || (node.op().equals("Cast") && name.equals("to"));
        return type
                        && value instanceof Long code
                        && ElementType.of(Math.toIntExact(code)).isReal()
                ? (Long) (long) ElementType.DOUBLE.code()
                : value;
    }
}
