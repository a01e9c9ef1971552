package dev.psld.operator;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Differentiator;
import dev.psld.autodiff.Mode;
import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One graph that compares an image with the measurement and glues the measurement into it, where both share A x.
 * Stateless.
 *
 * <p>Inputs: {@code x}, {@code y}, {@code ty} = T y when gluing, {@code noise} (shaped like y, already multiplied by its
 * standard deviation) when asked for, and those of the operator's
 * parameters that it needs. Outputs: {@code residual} r = A x + noise − y,
 * {@code residual_squared} = Σ r² (rank 0), and {@code glued} G = T y + x − T A x when gluing.
 */
public final class Glue {
    public static final String TY = "ty";
    public static final String NOISE = "noise";
    public static final String RESIDUAL = "residual";
    public static final String RESIDUAL_SQUARED = "residual_squared";
    public static final String GLUED = "glued";
    public static final String SCALE = "scale";

    /** What the differentiator appends to the name of a value for its cotangent. */
    public static final String COTANGENT = "_cotangent";

    private Glue() {}

    /** The graph {@code measure}. */
    public static Graph measure(MeasurementOperator operator, boolean gluing, boolean noise) {
        Graph forward = operator.forward();
        Shape image = operator.imageShape();
        Shape measurement = operator.measurementShape();
        Sketch sketch = new Sketch(new GraphBuilder("measure", forward.opset()));
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

    /**
     * The pullback of {@link #measure} to {@code x}, made by the differentiator: {@code x_cotangent} =
     * A*(scale·residual − T* glued_cotangent) + glued_cotangent, where A* and T* are the true adjoints.
     *
     * <p>Inputs: {@code residual}, {@code scale} (rank 0), {@code glued_cotangent} when gluing, and those of x, y, ty and
     * the parameters that the operator's derivatives need: for a linear operator only the parameters.
     */
    public static Graph pullback(MeasurementOperator operator, boolean gluing) {
        Graph measure = measure(operator, gluing, false);
        List<String> of = gluing ? List.of(RESIDUAL, GLUED) : List.of(RESIDUAL);
        Graph vjp = Differentiator.differentiate(
                        measure, new DiffRequest(List.of(MeasurementOperator.X), of, Mode.RECOMPUTE))
                .vjp();
        Sketch sketch = new Sketch(new GraphBuilder("pullback", vjp.opset()));
        vjp.opsets().forEach(sketch.builder()::opset);
        Shape measurement = operator.measurementShape();
        String residual = sketch.input(RESIDUAL, measurement);
        String scaled = sketch.emit(measurement, "Mul", residual, sketch.input(SCALE, Shape.of()));
        Map<String, String> feeds = new LinkedHashMap<>();
        for (Value input : vjp.inputs()) {
            boolean start = input.name().equals(RESIDUAL + COTANGENT);
            feeds.put(input.name(), start ? scaled : sketch.builder().input(input));
        }
        String x = MeasurementOperator.X + COTANGENT;
        return sketch.output(
                        x,
                        operator.imageShape(),
                        Objects.requireNonNull(
                                Inline.into(sketch.builder(), vjp, feeds).get(x)))
                .build();
    }

    /** Declares those parameters that are used as inputs; gives their names as feeds for {@link Inline}. */
    private static Map<String, String> parameters(Sketch sketch, MeasurementOperator operator, boolean gluing) {
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
            Sketch sketch, Graph graph, String input, String value, Map<String, String> parameters, String output) {
        Map<String, String> feeds = new LinkedHashMap<>(parameters);
        feeds.put(input, value);
        return Objects.requireNonNull(
                Inline.into(sketch.builder(), graph, feeds).get(output));
    }
}
