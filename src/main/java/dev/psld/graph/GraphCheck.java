package dev.psld.graph;

import java.util.HashSet;
import java.util.Set;

/** Checks that a graph is well formed: every name made once, before its first use, and every output made. Stateless. */
public final class GraphCheck {
    private GraphCheck() {}

    /** Throws a {@link GraphException} that names the first node or value that is wrong. */
    public static void check(Graph graph) {
        Set<String> made = new HashSet<>(graph.constants().keySet());
        // An initialiser may also be listed as an input (IR version 3): a default value.
        graph.inputs().forEach(v -> made.add(v.name()));
        for (Node node : graph.nodes()) {
            for (String input : node.inputs()) {
                if (!input.isEmpty() && !made.contains(input)) {
                    throw new GraphException(node.label() + " in the graph “" + graph.name() + "” uses “" + input
                            + "”, which nothing before it makes");
                }
            }
            for (String output : node.outputs()) {
                if (!output.isEmpty() && !made.add(output)) {
                    throw new GraphException(
                            node.label() + " in the graph “" + graph.name() + "” makes “" + output + "” a second time");
                }
            }
        }
        for (Value output : graph.outputs()) {
            if (!made.contains(output.name())) {
                throw new GraphException(
                        "the output “" + output.name() + "” of the graph “" + graph.name() + "” is made by nothing");
            }
        }
    }
}
