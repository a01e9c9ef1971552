package dev.psld.operator;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.GraphException;
import dev.psld.graph.Inline;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A user's own operator, linear or not: an ONNX graph with one float input of the image's shape and one float output of
 * any fixed shape. Stateless.
 *
 * <p>Its lift is a second such graph, from the output's shape to the image's. Without one the identity is taken where
 * both shapes agree; otherwise the operator has no lift and serves only the methods that do not glue.
 */
public final class Custom {
    private Custom() {}

    /** Reads the operator, and its lift where there is one. */
    public static MeasurementOperator of(Shape image, Path file, Optional<Path> lift, GraphSource source) {
        Images.check(image);
        Graph forward = read(file, image, source);
        return of(
                image,
                forward,
                lift.map(f -> read(f, only(forward, forward.outputs(), "output").shape(), source)));
    }

    /** Takes graphs that are in memory already. */
    public static MeasurementOperator of(Shape image, Graph forward, Optional<Graph> lift) {
        Images.check(image);
        Value input = only(forward, forward.inputs(), "input");
        Value output = only(forward, forward.outputs(), "output");
        fits(forward, input, image);
        if (!output.shape().isStatic()) {
            throw new OperatorException("the output “" + output.name() + "” of the operator " + label(forward)
                    + " has the open shape " + output.shape()
                    + ": export it with fixed sizes, for images of the shape " + image);
        }
        Graph a = renamed(forward, MeasurementOperator.X, image, MeasurementOperator.Y, output.shape());
        return new MeasurementOperator("custom " + label(forward), a, lift(a, lift), false, Map.of(), Optional.empty());
    }

    private static Optional<Graph> lift(Graph forward, Optional<Graph> lift) {
        Shape image = forward.shape(MeasurementOperator.X);
        Shape measurement = forward.shape(MeasurementOperator.Y);
        if (lift.isEmpty()) {
            return image.equals(measurement)
                    ? Optional.of(Identity.graph(image, MeasurementOperator.Y, MeasurementOperator.X))
                    : Optional.empty();
        }
        Graph graph = lift.get();
        fits(graph, only(graph, graph.inputs(), "input"), measurement);
        fits(graph, only(graph, graph.outputs(), "output"), image);
        if (!graph.opsets().equals(forward.opsets())) {
            throw new OperatorException("the operator uses the operator sets " + forward.opsets() + " and its lift "
                    + graph.opsets() + ": export both with the same");
        }
        return Optional.of(renamed(graph, MeasurementOperator.Y, measurement, MeasurementOperator.X, image));
    }

    private static Graph read(Path file, Shape input, GraphSource source) {
        try {
            return source.read(file, input);
        } catch (GraphException e) {
            throw new OperatorException("the operator cannot be used: " + e.getMessage(), e);
        }
    }

    private static Value only(Graph graph, List<Value> values, String what) {
        if (values.size() != 1) {
            throw new OperatorException("the operator " + label(graph) + " has " + values.size() + " " + what
                    + "s of known shape, but must have exactly one: export it with a single image as its " + what);
        }
        Value value = values.get(0);
        if (value.type() != ElementType.FLOAT) {
            throw new OperatorException("the " + what + " “" + value.name() + "” of the operator " + label(graph)
                    + " is of type " + value.type() + ", but must be FLOAT: let the graph cast inside");
        }
        return value;
    }

    /** Open dimensions of the file fit anything. */
    private static void fits(Graph graph, Value value, Shape wanted) {
        boolean fits = value.shape().rank() == wanted.rank();
        for (int i = 0; fits && i < wanted.rank(); i++) {
            fits = value.shape().dim(i) < 0 || value.shape().dim(i) == wanted.dim(i);
        }
        if (!fits) {
            throw new OperatorException("“" + value.name() + "” of the operator " + label(graph) + " has the shape "
                    + value.shape() + ", but here it must be " + wanted
                    + ": export the operator for this size, or use a model of its size");
        }
    }

    private static Graph renamed(Graph graph, String input, Shape from, String output, Shape to) {
        if (graph.opset() < 13) {
            throw new OperatorException("the operator " + label(graph) + " is written for operator set " + graph.opset()
                    + ": export it with 13 or later");
        }
        if (graph.nodes().stream()
                .anyMatch(n ->
                        n.attributes().values().values().stream().anyMatch(Attributes.Subgraph.class::isInstance))) {
            throw new OperatorException("the operator " + label(graph)
                    + " has branches or loops (If, Loop, Scan) inside: export it without control flow");
        }
        TypedGraphBuilder sketch = new TypedGraphBuilder(new GraphBuilder(graph.name(), graph.opset()));
        graph.opsets().forEach(sketch.builder()::opset);
        String x = sketch.input(input, from);
        String original = graph.outputs().get(0).name();
        Map<String, String> made = Inline.into(
                sketch.builder(), graph, Map.of(graph.inputs().get(0).name(), x));
        return sketch.output(output, to, Objects.requireNonNull(made.get(original)))
                .build();
    }

    private static String label(Graph graph) {
        return "“" + graph.name() + "”";
    }
}
