package dev.psld.diffusers;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** A graph with every number in half precision as a float, which holds it exactly. Stateless. */
final class SinglePrecision {
    private SinglePrecision() {}

    static boolean isNeeded(Graph graph) {
        return graph.constants().values().stream().anyMatch(t -> isHalf(t.type()))
                || graph.inputs().stream().anyMatch(v -> isHalf(v.type()));
    }

    static Graph of(Graph graph) {
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
        graph.values().values().forEach(v -> builder.know(wide(v)));
        graph.outputs().forEach(v -> builder.output(wide(v)));
        return builder.build();
    }

    private static boolean isHalf(ElementType type) {
        return type == ElementType.FLOAT16 || type == ElementType.BFLOAT16;
    }

    private static Value wide(Value value) {
        return isHalf(value.type()) ? new Value(value.name(), ElementType.FLOAT, value.shape()) : value;
    }

    private static Tensor wide(Tensor tensor) {
        return isHalf(tensor.type()) ? Tensor.floats(tensor.shape(), tensor.toFloats()) : tensor;
    }

    private static Object attribute(Node node, String name, Object value) {
        if (value instanceof Tensor tensor) {
            return wide(tensor);
        }
        boolean type = name.equals("dtype") || (node.op().equals("Cast") && name.equals("to"));
        return type && value instanceof Long code && isHalf(ElementType.of(Math.toIntExact(code)))
                ? (Long) (long) ElementType.FLOAT.code()
                : value;
    }
}
