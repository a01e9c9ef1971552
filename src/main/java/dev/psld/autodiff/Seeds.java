package dev.psld.autodiff;

import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A pullback of several cotangents at once, such as the rows of a Jacobian: what does not depend on them, the forward that
 * is computed again above all, runs once. Stateless.
 */
public final class Seeds {
    private Seeds() {}

    /**
     * The pullback with one more axis in front, of length {@code count}, of each cotangent in and out.
     *
     * @param cotangents inputs of the pullback that have this axis; the others are shared
     */
    public static Graph of(Graph pullback, List<String> cotangents, int count) {
        if (count < 1) {
            throw new DiffException("a pullback of " + count + " cotangents at once is none: give at least 1");
        }
        GraphBuilder builder = new GraphBuilder(pullback.name(), pullback.opset());
        pullback.opsets().forEach(builder::opset);
        pullback.nodes().forEach(n -> n.outputs().forEach(builder::reserve));
        pullback.outputs().forEach(o -> builder.reserve(o.name()));
        pullback.constants().keySet().forEach(builder::reserve);
        List<Map<String, String>> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(new HashMap<>());
        }
        for (Value input : pullback.inputs()) {
            builder.input(cotangents.contains(input.name()) ? stacked(input, count) : input);
        }
        pullback.constants().forEach(builder::constant);
        for (String cotangent : cotangents) {
            for (int i = 0; i < count; i++) {
                String index = builder.constant(Tensor.longs(Shape.of(), i));
                names.get(i).put(cotangent, builder.emit("Gather", Attributes.of("axis", 0), cotangent, index));
            }
        }
        Set<String> apart = new HashSet<>(cotangents);
        Set<String> results = new HashSet<>();
        pullback.outputs().forEach(o -> results.add(o.name()));
        for (Node node : pullback.nodes()) {
            boolean own = node.reads().anyMatch(apart::contains)
                    || node.outputs().stream().anyMatch(results::contains);
            if (own) {
                apart.addAll(node.outputs());
            }
            for (int i = 0; i < (own ? count : 1); i++) {
                builder.add(own ? copy(node, names.get(i), builder) : node);
            }
        }
        for (Value output : pullback.outputs()) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String part = names.get(i).getOrDefault(output.name(), output.name());
                parts.add(
                        builder.opset() >= 13
                                ? builder.emit("Unsqueeze", part, builder.vector(0))
                                : builder.emit("Unsqueeze", Attributes.of("axes", new long[] {0}), part));
            }
            builder.emitAs(output.name(), "Concat", Attributes.of("axis", 0), parts.toArray(String[]::new));
            builder.output(stacked(output, count));
        }
        return builder.build();
    }

    private static Value stacked(Value value, int count) {
        List<Long> dims = new ArrayList<>(List.of((long) count));
        dims.addAll(value.shape().dims());
        List<String> symbols = new ArrayList<>();
        if (!value.symbols().isEmpty()) {
            symbols.add("");
            symbols.addAll(value.symbols());
        }
        return new Value(value.name(), value.type(), new Shape(dims), symbols);
    }

    private static Node copy(Node node, Map<String, String> names, GraphBuilder builder) {
        Stream.concat(node.outputs().stream(), node.attributes().ownInBodies())
                .filter(o -> !o.isEmpty())
                .forEach(o -> names.put(o, builder.fresh(o)));
        Node copy = node.renamed(names);
        return new Node("", copy.op(), copy.domain(), copy.inputs(), copy.outputs(), copy.attributes());
    }
}
