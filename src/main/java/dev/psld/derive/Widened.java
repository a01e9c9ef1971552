package dev.psld.derive;

import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.Retyping;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A graph, and values for it, with every real number in double precision: the same function without its rounding. Stateless. */
final class Widened {
    /** Bytes of weights beyond which a copy is not made. */
    private static final long ROOM = 256L << 20;

    private static final Retyping WIDE = new Retyping(ElementType::isReal, ElementType.DOUBLE);

    private Widened() {}

    /** The graph; empty where it is as wide already or too large. Whether there are kernels for it only loading tells. */
    static Optional<Graph> of(Graph graph) {
        boolean wide =
                graph.inputs().stream().filter(v -> v.type().isReal()).allMatch(v -> v.type() == ElementType.DOUBLE);
        long weights = graph.constants().values().stream()
                .mapToLong(t -> t.data().remaining())
                .sum();
        return wide || weights > ROOM ? Optional.empty() : Optional.of(WIDE.of(graph));
    }

    /** Values by name. */
    static Map<String, Tensor> values(Map<String, Tensor> values) {
        Map<String, Tensor> wide = new LinkedHashMap<>();
        values.forEach((name, tensor) -> wide.put(name, WIDE.of(tensor)));
        return wide;
    }

    static Value wide(Value value) {
        return WIDE.of(value);
    }
}
