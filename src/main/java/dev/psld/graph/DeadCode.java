package dev.psld.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Removes the nodes and constants that no output needs. Stateless. */
public final class DeadCode {
    private DeadCode() {}

    /** The graph with only what its outputs need; inputs stay as declared. */
    public static Graph prune(Graph graph) {
        Set<String> needed = new HashSet<>();
        ArrayDeque<String> open = new ArrayDeque<>();
        graph.outputs().forEach(v -> open.add(v.name()));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (needed.add(name)) {
                graph.producer(name).ifPresent(n -> n.reads().forEach(open::add));
            }
        }
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.removeIf(n -> Collections.disjoint(n.outputs(), needed));
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        constants.keySet().retainAll(needed);
        Map<String, Value> known = new LinkedHashMap<>(graph.values());
        Set<String> kept = new HashSet<>(constants.keySet());
        nodes.forEach(n -> kept.addAll(n.outputs()));
        known.keySet().retainAll(kept);
        return new Graph(graph.name(), graph.opsets(), graph.inputs(), graph.outputs(), constants, nodes, known);
    }
}
