package dev.psld.operator;

import dev.psld.autodiff.DiffRequest;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Inline;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The graphs of {@link Glue} for several images at once, each with an operator, a measurement and parameters of its own,
 * which may differ in shape. Immutable and thread-safe.
 *
 * <p>Images ({@code x}, {@code glued} and their cotangents) come as n×C×H×W; {@code residual_squared} and {@code scale}
 * hold one number an image. Everything else goes by {@link #name}: {@code y#0}, {@code mask#1}, …. For one image the
 * graphs and names are those of {@link Glue} itself.
 */
public record GlueBatch(Graph measure, Graph pullback, int images) {
    /** Values that hold all images, or one number an image. */
    private static final Set<String> SHARED = Set.of(
            MeasurementOperator.X,
            Glue.GLUED,
            DiffRequest.cotangent(MeasurementOperator.X),
            DiffRequest.cotangent(Glue.GLUED),
            Glue.SCALE,
            Glue.RESIDUAL_SQUARED);

    /**
     * Both graphs for these operators, whose images have one shape and whose graphs are of the same operator sets.
     *
     * @param gluing whether G and its cotangent are wanted
     * @param noise whether fresh noise is added to every A x
     */
    public static GlueBatch of(List<MeasurementOperator> operators, boolean gluing, boolean noise) {
        List<Glue> each = operators.stream()
                .map(operator -> Glue.of(operator, gluing, noise))
                .toList();
        if (each.size() == 1) {
            return new GlueBatch(each.get(0).measure(), each.get(0).pullback(), 1);
        }
        return new GlueBatch(
                joined("measure", each.stream().map(Glue::measure).toList()),
                joined("pullback", each.stream().map(Glue::pullback).toList()),
                each.size());
    }

    /** Name in both graphs of a value of one image's own. */
    public String name(String value, int image) {
        return images == 1 ? value : own(value, image);
    }

    /** A name that no graph builder gives by itself. */
    private static String own(String value, int image) {
        return value + "#" + image;
    }

    /** One graph that takes the images apart, has each graph see its own, and puts the results together. */
    private static Graph joined(String name, List<Graph> graphs) {
        Graph first = graphs.get(0);
        for (Graph graph : graphs) {
            if (!graph.opsets().equals(first.opsets())) {
                throw new OperatorException("operators of the operator sets " + first.opsets() + " and "
                        + graph.opsets() + " cannot run together: give --batch 1");
            }
        }
        TypedGraphBuilder sketch = new TypedGraphBuilder(new GraphBuilder(name, first.opset()));
        first.opsets().forEach(sketch.builder()::opset);
        Map<String, List<String>> rows = new LinkedHashMap<>();
        Map<String, List<Value>> together = new LinkedHashMap<>();
        for (int k = 0; k < graphs.size(); k++) {
            Map<String, String> feeds = new LinkedHashMap<>();
            for (Value input : graphs.get(k).inputs()) {
                int row = k;
                feeds.put(
                        input.name(),
                        SHARED.contains(input.name())
                                ? rows.computeIfAbsent(input.name(), n -> apart(sketch, input, graphs.size()))
                                        .get(row)
                                : sketch.input(own(input.name(), k), input.shape()));
            }
            Map<String, String> made = Inline.into(sketch.builder(), graphs.get(k), feeds);
            for (Value output : graphs.get(k).outputs()) {
                String value = Objects.requireNonNull(made.get(output.name()));
                if (SHARED.contains(output.name())) {
                    together.computeIfAbsent(output.name(), n -> new ArrayList<>())
                            .add(output.renamed(value));
                } else {
                    sketch.output(own(output.name(), k), output.shape(), value);
                }
            }
        }
        together.forEach((n, values) -> sketch.output(n, shared(values.get(0), values.size()), concat(sketch, values)));
        return sketch.build();
    }

    private static Shape shared(Value value, int images) {
        return value.shape().rank() == 0 ? Shape.of(images) : value.shape().with(0, images);
    }

    private static List<String> apart(TypedGraphBuilder sketch, Value input, int images) {
        long[] ones = new long[images];
        Arrays.fill(ones, 1);
        String all = sketch.input(input.name(), shared(input, images));
        List<String> rows = sketch.builder()
                .emitMany(
                        "Split",
                        images,
                        Attributes.of("axis", 0),
                        all,
                        sketch.builder().constant(input.name() + "_rows", Tensor.vector(ones)));
        boolean scalar = input.shape().rank() == 0;
        Shape row = scalar ? Shape.of(1) : input.shape();
        rows.forEach(r -> sketch.builder().know(new Value(r, ElementType.FLOAT, row)));
        return scalar
                ? rows.stream()
                        .map(r -> sketch.emit(
                                Shape.of(), "Squeeze", r, sketch.builder().vector(0)))
                        .toList()
                : rows;
    }

    private static String concat(TypedGraphBuilder sketch, List<Value> values) {
        String[] rows = values.stream()
                .map(v -> v.shape().rank() > 0
                        ? v.name()
                        : sketch.emit(
                                Shape.of(1),
                                "Unsqueeze",
                                v.name(),
                                sketch.builder().vector(0)))
                .toArray(String[]::new);
        return sketch.emit(shared(values.get(0), rows.length), "Concat", Attributes.of("axis", 0), rows);
    }
}
