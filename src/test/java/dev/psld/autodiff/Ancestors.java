package dev.psld.autodiff;

import dev.psld.graph.Graph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A value of a graph and all that it is made of. */
final class Ancestors {
    private Ancestors() {}

    static Set<String> of(Graph graph, String last) {
        Set<String> found = new HashSet<>();
        List<String> open = new ArrayList<>(List.of(last));
        while (!open.isEmpty()) {
            String value = open.remove(open.size() - 1);
            if (found.add(value)) {
                graph.producer(value).ifPresent(n -> n.reads().forEach(open::add));
            }
        }
        return found;
    }
}
