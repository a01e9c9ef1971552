package dev.psld.operator;

import static dev.psld.operator.Glue.GLUED;
import static dev.psld.operator.Glue.NOISE;
import static dev.psld.operator.Glue.RESIDUAL;
import static dev.psld.operator.Glue.RESIDUAL_SQUARED;
import static dev.psld.operator.Glue.TY;

import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Inline;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Builds the forward graph of {@link Glue}. Stateless. */
final class GlueForward {
    private GlueForward() {}

    static Graph graph(MeasurementOperator operator, boolean gluing, boolean noise) {
        Graph forward = operator.forward();
        Shape image = operator.imageShape();
        Shape measurement = operator.measurementShape();
        TypedGraphBuilder sketch = new TypedGraphBuilder(new GraphBuilder("measure", forward.opset()));
        forward.opsets().forEach(sketch.builder()::opset);
        String x = sketch.input(MeasurementOperator.X, image);
        String y = sketch.input(MeasurementOperator.Y, measurement);
        Map<String, String> parameters = parameters(sketch, operator, gluing);

        String ax = apply(sketch, forward, MeasurementOperator.X, x, parameters, MeasurementOperator.Y);
        String noisy = noise ? sketch.emit(measurement, "Add", ax, sketch.input(NOISE, measurement)) : ax;
        String residual = sketch.emit(measurement, "Sub", noisy, y);
        sketch.output(RESIDUAL, measurement, residual);
        String squares = sketch.emit(measurement, "Mul", residual, residual);
        sketch.output(
                RESIDUAL_SQUARED,
                Shape.of(),
                sketch.emit(Shape.of(), "ReduceSum", Attributes.of("keepdims", 0), squares));
        if (gluing) {
            String ty = sketch.input(TY, image);
            String tax = apply(sketch, lift(operator), MeasurementOperator.Y, ax, parameters, MeasurementOperator.X);
            String unseen = sketch.emit(image, "Sub", x, tax);
            sketch.output(GLUED, image, sketch.emit(image, "Add", ty, unseen));
        }
        return sketch.build();
    }

    /** Declares those parameters that are used as inputs; gives their names as feeds for {@link Inline}. */
    private static Map<String, String> parameters(
            TypedGraphBuilder sketch, MeasurementOperator operator, boolean gluing) {
        Map<String, String> feeds = new LinkedHashMap<>();
        operator.parameters().forEach((n, t) -> {
            if (operator.forward().isInput(n) || (gluing && lift(operator).isInput(n))) {
                feeds.put(n, sketch.builder().input(new Value(n, t.type(), t.shape())));
            }
        });
        return feeds;
    }

    private static Graph lift(MeasurementOperator operator) {
        return operator.lift()
                .orElseThrow(() -> new OperatorException("the operator “" + operator.name() + "” has no lift from "
                        + operator.measurementShape() + " to " + operator.imageShape()
                        + ", which gluing needs: give a second ONNX file for it, or use the method gml-dps"));
    }

    /** Puts a graph of one image or measurement into the sketch. */
    private static String apply(
            TypedGraphBuilder sketch,
            Graph graph,
            String input,
            String value,
            Map<String, String> parameters,
            String output) {
        Map<String, String> feeds = new LinkedHashMap<>(parameters);
        feeds.put(input, value);
        return Objects.requireNonNull(
                Inline.into(sketch.builder(), graph, feeds).get(output));
    }
}
