package dev.psld.cli.photo;

import dev.psld.graph.Graph;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.operator.MeasurementOperator;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
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
        Map<String, OrtTensor> inputs = new HashMap<>();
        try (Session session = environment.session(OnnxWriter.toBytes(graph), SessionOptions.defaults())) {
            for (Value input : graph.inputs()) {
                float[] fed = input.name().equals(from)
                        ? values
                        : Objects.requireNonNull(parameters.get(input.name()), input.name())
                                .toFloats();
                inputs.put(
                        input.name(),
                        OrtTensor.of(environment, fed, graph.shape(input.name()).toArray()));
            }
            Map<String, OrtTensor> outputs = session.run(inputs);
            try {
                return Objects.requireNonNull(outputs.get(to), to).toFloats();
            } finally {
                outputs.values().forEach(OrtTensor::close);
            }
        } finally {
            inputs.values().forEach(OrtTensor::close);
        }
    }
}
