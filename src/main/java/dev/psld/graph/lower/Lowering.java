package dev.psld.graph.lower;

import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Inline;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A graph whose control flow is being written out, as each form sees it. Not thread-safe; used once. */
final class Lowering {
    /** Nodes beyond which a loop is not written out. */
    private static final long ROOM = 200_000;

    private final Graph graph;
    private final GraphBuilder builder;
    private final boolean choosing;
    private final Map<String, List<String>> sequences = new HashMap<>();

    Lowering(Graph graph, GraphBuilder builder, boolean choosing) {
        this.graph = graph;
        this.builder = builder;
        this.choosing = choosing;
    }

    /** Whether an If whose condition is not constant becomes a choice now. */
    boolean choosing() {
        return choosing;
    }

    GraphBuilder builder() {
        return builder;
    }

    Map<String, List<String>> sequences() {
        return sequences;
    }

    /** The constant of this name, in the graph or written meanwhile; also through copies, and a condition that constants decide. */
    Optional<Tensor> constant(String name) {
        return builder.constantOf(name)
                .or(() -> graph.producer(name)
                        .flatMap(
                                n -> n.op().equals("Identity") ? constant(n.input(0)) : Decided.by(n, this::constant)));
    }

    Optional<Shape> shape(String name) {
        return Optional.ofNullable(graph.values().get(name)).map(Value::shape).filter(Shape::isStatic);
    }

    Graph body(Attributes.Subgraph body) {
        return body.graph(graph.opsets());
    }

    boolean fits(Graph body, long times) {
        return times * Math.max(1, body.nodes().size()) <= ROOM;
    }

    /** Puts a body in, its inputs fed in their order; gives its outputs in their order. */
    List<String> inlined(Graph body, List<String> feeds) {
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < body.inputs().size(); i++) {
            named.put(body.inputs().get(i).name(), feeds.get(i));
        }
        Map<String, String> outputs = Inline.into(builder, body, named, (name, tensor) -> builder.constant(tensor));
        List<String> results = new ArrayList<>();
        body.outputs().forEach(o -> results.add(outputs.getOrDefault(o.name(), o.name())));
        return results;
    }

    /** Gives a value to an output of the node that is being written out. */
    void output(String name, String value) {
        if (!name.isEmpty()) {
            builder.add(new Node("", "Identity", "", List.of(value), List.of(name), Attributes.NONE));
        }
    }

    /** Values along a new axis; its place may count from the end. */
    void stacked(String name, List<String> values, long axis) {
        if (name.isEmpty()) {
            return;
        }
        List<String> parts = new ArrayList<>();
        for (String value : values) {
            parts.add(unsqueezed(value, axis));
        }
        builder.add(new Node("", "Concat", "", parts, List.of(name), Attributes.of("axis", axis)));
    }

    String unsqueezed(String value, long axis) {
        return builder.opset() >= 13
                ? builder.emit("Unsqueeze", value, builder.vector(axis))
                : builder.emit("Unsqueeze", Attributes.of("axes", new long[] {axis}), value);
    }

    /** One entry of an axis, without the axis. */
    String entry(String value, long axis, long index) {
        return builder.emit(
                "Gather", Attributes.of("axis", axis), value, builder.constant(Tensor.longs(Shape.of(), index)));
    }
}
