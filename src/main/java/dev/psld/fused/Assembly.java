package dev.psld.fused;

import dev.psld.bundle.Role;
import dev.psld.graph.Attributes;
import dev.psld.graph.DeadCode;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.GraphException;
import dev.psld.graph.Inline;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.graph.WeightPlace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A graph put together from other graphs, each weight kept once. Not thread-safe; used once and thrown away.
 *
 * <p>Values that the graphs have in common go by the graphs' own names: {@link #put} makes a graph's outputs known under
 * them, and later graphs find their inputs there.
 */
final class Assembly {
    private final GraphBuilder builder;
    private final Map<String, Long> opsets;
    private final Map<Tensor, String> small = new HashMap<>();
    private final Map<WeightPlace, String> placed = new HashMap<>();
    private final Map<String, WeightPlace> places = new LinkedHashMap<>();

    /** @param nets whose operator sets the graph is written for */
    Assembly(String name, BundleGraphs nets) {
        this.builder = new GraphBuilder(name, nets.forward(Role.UNET).graph().opset());
        this.opsets = nets.opsets();
        opsets.forEach(builder::opset);
    }

    String input(String name, Shape shape) {
        return builder.input(new Value(name, ElementType.FLOAT, shape));
    }

    String input(String name, ElementType type, Shape shape) {
        return builder.input(new Value(name, type, shape));
    }

    String scalar(double value) {
        return builder.constant(Tensor.scalar(ElementType.FLOAT, value));
    }

    String constant(Tensor value) {
        return builder.constant(value);
    }

    String zeros(Shape shape) {
        return builder.constant(Tensor.filled(ElementType.FLOAT, shape, 0));
    }

    String emit(String op, String... inputs) {
        return builder.emit(op, inputs);
    }

    String emit(String op, Attributes attributes, String... inputs) {
        return builder.emit(op, attributes, inputs);
    }

    /** A vector's elements, each of shape [1]. */
    List<String> split(String vector, int count) {
        long[] ones = new long[count];
        Arrays.fill(ones, 1);
        return builder.emitMany("Split", count, Attributes.of("axis", 0), vector, builder.vector(ones));
    }

    /** Σ x², rank 0. */
    String squares(String x) {
        return emit("ReduceSum", Attributes.of("keepdims", 0), emit("Mul", x, x));
    }

    void output(String name, Shape shape, String value) {
        builder.emitAs(name, "Identity", Attributes.NONE, value);
        builder.output(new Value(name, ElementType.FLOAT, shape));
    }

    /**
     * Puts a graph in.
     *
     * @param feeds the values that take the place of its inputs, by input; more than it has do no harm
     * @return the feeds and the graph's outputs by their names in it
     */
    Map<String, String> put(WeightedGraph part, Map<String, String> feeds) {
        Graph graph = part.graph();
        graph.opsets().forEach((domain, version) -> {
            if (!version.equals(opsets.get(domain))) {
                throw new GraphException("the graph “" + graph.name() + "” is written for version " + version
                        + " of the operator set “" + domain + "”, others of the step for version "
                        + opsets.get(domain) + ": they cannot become one graph; use --engine chain");
            }
        });
        Map<String, String> known = new HashMap<>(feeds);
        known.putAll(Inline.into(
                builder, graph, feeds, (name, tensor) -> constant(part.places().get(name), name, tensor)));
        return known;
    }

    WeightedGraph build() {
        Graph graph = SharedNorm.apply(DeadCode.prune(builder.build()));
        Map<String, WeightPlace> needed = new LinkedHashMap<>(places);
        needed.keySet().retainAll(graph.constants().keySet());
        return new WeightedGraph(graph, needed);
    }

    private String constant(@Nullable WeightPlace place, String name, Tensor tensor) {
        if (place == null) {
            return small.computeIfAbsent(tensor, builder::constant);
        }
        return placed.computeIfAbsent(place, p -> {
            String fresh = builder.constant(builder.fresh(name), tensor);
            places.put(fresh, p);
            return fresh;
        });
    }
}
