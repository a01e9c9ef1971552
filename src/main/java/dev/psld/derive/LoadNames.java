package dev.psld.derive;

import dev.psld.graph.Graph;
import dev.psld.graph.Renaming;
import dev.psld.graph.Rewiring;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Names that ONNX Runtime gives at load without asking whether something has them: where it makes one Reshape of several, the
 * shape is called {@code _new_shape} behind the node's name, and where a CPU has no kernel for halves, casts are called
 * {@code InsertedPrecisionFreeCast_} before the value's. A graph that it folded and that is loaded once more would stop it
 * (“Attempt to replace the existing tensor”, “Duplicate definition of name”). Stateless.
 */
final class LoadNames {
    private static final String SHAPE = "_new_shape";
    private static final String CAST = "InsertedPrecisionFreeCast_";

    private LoadNames() {}

    /** True where something has such a name. */
    static boolean areIn(Graph graph) {
        return graph.constants().keySet().stream().anyMatch(n -> n.contains(SHAPE))
                || made(graph).anyMatch(n -> n.startsWith(CAST));
    }

    private static Stream<String> made(Graph graph) {
        return graph.nodes().stream().flatMap(node -> node.outputs().stream());
    }

    /** The graph with other names for these constants and values. */
    static Graph cleared(Graph graph) {
        if (!areIn(graph)) {
            return graph;
        }
        Rewiring wires = new Rewiring(graph);
        graph.constants().forEach((name, tensor) -> {
            if (name.contains(SHAPE)) {
                wires.redirect(name, wires.constant("shape", tensor));
            }
        });
        Graph shaped = wires.build();
        Set<String> taken = new HashSet<>(shaped.values().keySet());
        taken.addAll(shaped.constants().keySet());
        made(shaped).forEach(taken::add);
        Map<String, String> names = new HashMap<>();
        made(shaped).filter(n -> n.startsWith(CAST)).forEach(name -> {
            String plain = "cast_" + name.substring(CAST.length());
            String other = plain;
            for (int k = 2; !taken.add(other); k++) {
                other = plain + "_" + k;
            }
            names.put(name, other);
        });
        return Renaming.of(shaped, names);
    }
}
