package dev.psld.derive;

import dev.psld.graph.Graph;
import dev.psld.graph.Rewiring;

/**
 * Names of constants that ONNX Runtime gives at load without asking whether a constant has them: where it makes one Reshape
 * of several, the shape is called {@code _new_shape} behind the node's name. A graph that it folded and that is loaded once
 * more would stop it (“Attempt to replace the existing tensor”). Stateless.
 */
final class ShapeNames {
    private static final String GIVEN = "_new_shape";

    private ShapeNames() {}

    /** True where a constant has such a name. */
    static boolean areIn(Graph graph) {
        return graph.constants().keySet().stream().anyMatch(n -> n.contains(GIVEN));
    }

    /** The graph with other names for these constants. */
    static Graph cleared(Graph graph) {
        if (!areIn(graph)) {
            return graph;
        }
        Rewiring wires = new Rewiring(graph);
        graph.constants().forEach((name, tensor) -> {
            if (name.contains(GIVEN)) {
                wires.redirect(name, wires.constant("shape", tensor));
            }
        });
        return wires.build();
    }
}
