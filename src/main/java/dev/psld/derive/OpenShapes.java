package dev.psld.derive;

import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Shapes that depend on the data, not on sizes. Stateless. */
final class OpenShapes {
    private static final Set<String> SELECTING = Set.of("Compress", "NonMaxSuppression", "NonZero", "Unique");

    private OpenShapes() {}

    /** A node behind a value that gives as many entries as it finds. */
    static Optional<Node> behind(Graph graph, String value) {
        Set<String> seen = new HashSet<>(Set.of(value));
        ArrayDeque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            Optional<Node> node = graph.producer(open.remove());
            if (node.filter(n -> SELECTING.contains(n.op())).isPresent()) {
                return node;
            }
            node.ifPresent(n -> n.reads().filter(seen::add).forEach(open::add));
        }
        return Optional.empty();
    }
}
