package dev.psld.chain;

import dev.psld.graph.Graph;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Tensor;
import dev.psld.operator.Measurement;
import dev.psld.operator.MeasurementOperator;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.sampler.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Applies a measurement operator to a picture, or its lift to a measurement. Thread-safe; holds no native object between
 * calls. The environment stays the caller's.
 */
public final class OperatorRun {
    private final Environment environment;
    private final SessionOptions options;

    /** On the CPU. */
    public OperatorRun(Environment environment) {
        this(environment, SessionOptions.defaults());
    }

    /** As the options say. */
    public OperatorRun(Environment environment, SessionOptions options) {
        this.environment = environment;
        this.options = options;
    }

    /** A x, flat, in the operator's measurement shape. */
    public float[] measure(MeasurementOperator operator, float[] x) {
        return run(operator.forward(), MeasurementOperator.X, x, MeasurementOperator.Y, operator.parameters());
    }

    /** T y, flat, an image; only where the operator has a lift. */
    public float[] lift(MeasurementOperator operator, float[] y) {
        return run(
                operator.lift().orElseThrow(), MeasurementOperator.Y, y, MeasurementOperator.X, operator.parameters());
    }

    /** T y of a measurement, which no step changes. */
    public float[] lift(Measurement measurement) {
        return lift(measurement.operator(), measurement.y());
    }

    /** The measurement as the method glues it: GML-DPS lifts nothing. */
    public static Measurement glued(Measurement measurement, Method method) {
        return method == Method.GML_DPS ? measurement.withZeroLift() : measurement;
    }

    private float[] run(Graph graph, String from, float[] values, String to, Map<String, Tensor> parameters) {
        Map<String, float[]> fed = new HashMap<>();
        parameters.forEach((name, tensor) -> fed.put(name, tensor.toFloats()));
        fed.put(from, values);
        try (Session session = environment.session(OnnxWriter.toBytes(graph), options)) {
            return Objects.requireNonNull(session.evaluate(fed).get(to), to);
        }
    }
}
