package dev.psld.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Gives everything of some element types in a graph one other type, which holds their numbers exactly. Immutable and thread-safe.
 *
 * @param which the types that are replaced
 * @param to single or double precision
 */
public record Retyping(Predicate<ElementType> which, ElementType to) {
    /** The graph with inputs, outputs, constants, attributes and casts of the other type. */
    public Graph of(Graph graph) {
        return of(graph, GraphBuilder::build);
    }

    private Graph of(Graph graph, Function<GraphBuilder, Graph> built) {
        GraphBuilder builder = new GraphBuilder(graph.name(), graph.opset());
        graph.opsets().forEach(builder::opset);
        graph.inputs().forEach(v -> builder.input(of(v)));
        graph.constants().forEach((name, tensor) -> builder.constant(name, of(tensor)));
        for (Node node : graph.nodes()) {
            Map<String, Object> attributes =
                    new LinkedHashMap<>(node.attributes().values());
            attributes.replaceAll((name, value) -> attribute(node, name, value, graph.opsets()));
            builder.add(new Node(
                    node.name(), node.op(), node.domain(), node.inputs(), node.outputs(), new Attributes(attributes)));
        }
        graph.values().values().forEach(v -> builder.know(of(v)));
        graph.outputs().forEach(v -> builder.output(of(v)));
        return built.apply(builder);
    }

    public Value of(Value value) {
        return which.test(value.type()) ? value.as(to) : value;
    }

    public Tensor of(Tensor tensor) {
        if (!which.test(tensor.type())) {
            return tensor;
        }
        return to == ElementType.FLOAT
                ? Tensor.floats(tensor.shape(), tensor.toFloats())
                : Tensor.real(to, tensor.shape(), tensor.toDoubles());
    }

    private Object attribute(Node node, String name, Object value, Map<String, Long> opsets) {
        if (value instanceof Tensor tensor) {
            return of(tensor);
        }
        if (value instanceof Attributes.Subgraph body) {
            return Attributes.Subgraph.of(of(body.graph(opsets), GraphBuilder::buildOpen));
        }
        boolean type = name.equals("dtype") || (node.op().equals("Cast") && name.equals("to"));
        return type && value instanceof Long code && which.test(ElementType.of(Math.toIntExact(code)))
                ? (Long) (long) to.code()
                : value;
    }
}
