package dev.psld.derive;

import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.OutputReads;
import java.util.HashSet;
import java.util.Set;

/** Which values of a graph a value can influence at all. Stateless. */
final class Reach {
    private static final Set<String> STEPS = Set.of("Ceil", "Floor", "Round", "Sign");

    private Reach() {}

    /** True where some path leads from one value to the other. */
    static boolean leads(Graph graph, String from, String to) {
        return from(graph, Set.of(from)).contains(to);
    }

    /** True where such a path goes through a rounding or a whole number. */
    static boolean jumps(Graph graph, String from, String to) {
        Set<String> reached = from(graph, Set.of(from));
        Set<String> stepped = new HashSet<>();
        for (Node node : graph.nodes()) {
            if (node.reads().anyMatch(reached::contains)) {
                node.outputs().stream()
                        .filter(o -> !o.isEmpty() && (STEPS.contains(node.op()) || isWhole(graph, o)))
                        .forEach(stepped::add);
            }
        }
        return !stepped.isEmpty() && from(graph, stepped).contains(to);
    }

    private static boolean isWhole(Graph graph, String value) {
        ElementType type = graph.value(value).type();
        return !type.isReal() && type != ElementType.BOOL;
    }

    private static Set<String> from(Graph graph, Set<String> start) {
        Set<String> reached = new HashSet<>(start);
        for (Node node : graph.nodes()) {
            node.outputs().stream()
                    .filter(o -> OutputReads.of(node, o, graph.opsets()).anyMatch(reached::contains))
                    .toList()
                    .forEach(reached::add);
        }
        reached.remove("");
        return reached;
    }
}
