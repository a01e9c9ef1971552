package dev.psld.operator;

import static dev.psld.operator.Glue.GLUED;
import static dev.psld.operator.Glue.RESIDUAL;
import static dev.psld.operator.Glue.SCALE;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Mode;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Inline;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Builds the pullback graph of {@link Glue} through the differentiator. Stateless. */
final class GluePullback {
    private GluePullback() {}

    static Graph graph(MeasurementOperator operator, boolean gluing) {
        Graph measure = GlueForward.graph(operator, gluing, false);
        List<String> of = gluing ? List.of(RESIDUAL, GLUED) : List.of(RESIDUAL);
        Graph vjp = StandardRules.differentiator()
                .differentiate(measure, new DiffRequest(List.of(MeasurementOperator.X), of, Mode.RECOMPUTE))
                .vjp();
        TypedGraphBuilder sketch = new TypedGraphBuilder(new GraphBuilder("pullback", vjp.opset()));
        vjp.opsets().forEach(sketch.builder()::opset);
        Shape measurement = operator.measurementShape();
        String residual = sketch.input(RESIDUAL, measurement);
        String scaled = sketch.emit(measurement, "Mul", residual, sketch.input(SCALE, Shape.of()));
        Map<String, String> feeds = new LinkedHashMap<>();
        for (Value input : vjp.inputs()) {
            boolean start = input.name().equals(DiffRequest.cotangent(RESIDUAL));
            feeds.put(input.name(), start ? scaled : sketch.builder().input(input));
        }
        String x = DiffRequest.cotangent(MeasurementOperator.X);
        return sketch.output(
                        x,
                        operator.imageShape(),
                        Objects.requireNonNull(
                                Inline.into(sketch.builder(), vjp, feeds).get(x)))
                .build();
    }
}
