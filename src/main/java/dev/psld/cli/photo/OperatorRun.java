package dev.psld.cli.photo;

import dev.psld.graph.Graph;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Tensor;
import dev.psld.operator.MeasurementOperator;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Applies a measurement operator to a picture, or its lift to a measurement, on the CPU. The environment stays the caller's. */
public final class OperatorRun {
    private final Environment environment;

    public OperatorRun(Environment environment) {
        this.environment = environment;
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

    private float[] run(Graph graph, String from, float[] values, String to, Map<String, Tensor> parameters) {
        Map<String, float[]> fed = new HashMap<>();
        parameters.forEach((name, tensor) -> fed.put(name, tensor.toFloats()));
        fed.put(from, values);
        try (Session session = environment.session(OnnxWriter.toBytes(graph), SessionOptions.defaults())) {
            return Objects.requireNonNull(session.evaluate(fed).get(to), to);
        }
    }
}
