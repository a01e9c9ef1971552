package dev.psld.autodiff;

import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who uses which value of a graph, as patterns ask it. Immutable once made. */
public final class Uses {
    private final Graph graph;
    private final Set<String> pinned;
    private final Map<String, List<Node>> users = new HashMap<>();

    Uses(Graph graph, DiffRequest request) {
        this.graph = graph;
        pinned = new HashSet<>(request.wrt());
        pinned.addAll(request.of());
        graph.nodes()
                .forEach(n -> n.reads()
                        .forEach(i ->
                                users.computeIfAbsent(i, v -> new ArrayList<>()).add(n)));
    }

    public Graph graph() {
        return graph;
    }

    /** The node that makes a value, when it is this operator and only {@code times} inputs use its result. */
    public Optional<Node> inner(String value, String op, int times) {
        return graph.producer(value)
                .filter(n -> n.op().equals(op) && n.domain().isEmpty())
                .filter(n -> !pinned.contains(value)
                        && users.getOrDefault(value, List.of()).size() == times);
    }

    /** The same for a result that is used once. */
    public Optional<Node> inner(String value, String op) {
        return inner(value, op, 1);
    }
}
