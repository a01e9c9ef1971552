package dev.psld.graph;

import java.util.Map;

/** A graph with other names for some of its values. Stateless. */
public final class Renaming {
    private Renaming() {}

    /**
     * The graph with these names replaced.
     *
     * @param names new names by old ones; others stay
     */
    public static Graph of(Graph graph, Map<String, String> names) {
        GraphBuilder other = new GraphBuilder(graph.name(), graph.opset());
        graph.opsets().forEach(other::opset);
        graph.inputs().forEach(v -> other.input(renamed(v, names)));
        graph.constants().forEach(other::constant);
        graph.values().values().forEach(v -> other.know(renamed(v, names)));
        for (Node node : graph.nodes()) {
            other.add(node.renamed(names));
        }
        graph.outputs().forEach(v -> other.output(renamed(v, names)));
        return other.build();
    }

    private static Value renamed(Value value, Map<String, String> names) {
        return value.renamed(names.getOrDefault(value.name(), value.name()));
    }
}
