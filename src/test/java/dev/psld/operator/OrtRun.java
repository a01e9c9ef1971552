package dev.psld.operator;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.psld.OfficialRuntime;
import dev.psld.graph.Graph;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Runs float graphs by the official Java API of ONNX Runtime and checks that shapes are as declared. */
final class OrtRun {
    private static final OrtEnvironment ENVIRONMENT = OfficialRuntime.environment();

    private OrtRun() {}

    static Map<String, Tensor> run(Graph graph, Map<String, Tensor> feeds) {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = ENVIRONMENT.createSession(OnnxWriter.toBytes(graph), options)) {
                for (Value input : graph.inputs()) {
                    Tensor tensor = java.util.Objects.requireNonNull(feeds.get(input.name()), input.name());
                    inputs.put(
                            input.name(),
                            OnnxTensor.createTensor(
                                    ENVIRONMENT,
                                    java.nio.FloatBuffer.wrap(tensor.toFloats()),
                                    tensor.shape().toArray()));
                }
                Map<String, Tensor> results = new HashMap<>();
                try (OrtSession.Result result = session.run(inputs)) {
                    for (Map.Entry<String, OnnxValue> entry : result) {
                        OnnxTensor made = (OnnxTensor) entry.getValue();
                        Shape shape = Shape.of(made.getInfo().getShape());
                        if (!shape.equals(graph.shape(entry.getKey()))) {
                            throw new AssertionError(entry.getKey() + " is declared " + graph.shape(entry.getKey())
                                    + " but comes as " + shape);
                        }
                        float[] values = new float[(int) shape.size()];
                        made.getFloatBuffer().get(values);
                        results.put(entry.getKey(), Tensor.floats(shape, values));
                    }
                }
                return results;
            } finally {
                inputs.values().forEach(OnnxTensor::close);
            }
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    /** A x. */
    static Tensor measure(MeasurementOperator operator, Tensor x) {
        return only(operator.forward(), operator, "x", x);
    }

    /** T y. */
    static Tensor lift(MeasurementOperator operator, Tensor y) {
        return only(operator.lift().orElseThrow(), operator, "y", y);
    }

    private static Tensor only(Graph graph, MeasurementOperator operator, String name, Tensor value) {
        Map<String, Tensor> feeds = new HashMap<>(operator.parameters());
        feeds.put(name, value);
        return run(graph, feeds).values().iterator().next();
    }

    static Tensor uniform(Shape shape, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return Tensor.floats(shape, values);
    }

    static double dot(Tensor a, Tensor b) {
        double[] p = a.toDoubles();
        double[] q = b.toDoubles();
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += p[i] * q[i];
        }
        return sum;
    }

    /** Euclidean distance. */
    static double distance(Tensor a, Tensor b) {
        return Math.sqrt(Math.max(0, dot(a, a) - 2 * dot(a, b) + dot(b, b)));
    }

    /** Largest absolute difference over the largest absolute wanted value. */
    static double error(Tensor got, Tensor want) {
        if (!got.shape().equals(want.shape())) {
            throw new AssertionError("shape " + got.shape() + " instead of " + want.shape());
        }
        double[] p = got.toDoubles();
        double[] q = want.toDoubles();
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < p.length; i++) {
            worst = Math.max(worst, Math.abs(p[i] - q[i]));
            largest = Math.max(largest, Math.abs(q[i]));
        }
        return Double.isNaN(worst) ? Double.NaN : worst / Math.max(largest, 1e-30);
    }
}
