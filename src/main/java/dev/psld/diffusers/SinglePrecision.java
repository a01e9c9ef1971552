package dev.psld.diffusers;

import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.Retyping;

/** A graph with every number in half precision as a float, which holds it exactly. Stateless. */
final class SinglePrecision {
    private static final Retyping SINGLE = new Retyping(SinglePrecision::isHalf, ElementType.FLOAT);

    private SinglePrecision() {}

    static boolean isNeeded(Graph graph) {
        return graph.constants().values().stream().anyMatch(t -> isHalf(t.type()))
                || graph.inputs().stream().anyMatch(v -> isHalf(v.type()));
    }

    static Graph of(Graph graph) {
        return SINGLE.of(graph);
    }

    private static boolean isHalf(ElementType type) {
        return type == ElementType.FLOAT16 || type == ElementType.BFLOAT16;
    }
}
