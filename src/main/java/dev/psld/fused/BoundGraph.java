package dev.psld.fused;

import dev.psld.chain.BoundStage;
import dev.psld.chain.Stage;
import dev.psld.chain.StageClock;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Session;
import dev.psld.ort.TensorInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A fused graph with all its inputs and outputs bound, ready to run. Used by one thread; closed by its maker; the session
 * stays the model's.
 */
final class BoundGraph implements AutoCloseable {
    private final Stage stage;
    private final Map<String, OrtTensor> inputs = new HashMap<>();
    private final Map<String, OrtTensor> outputs = new HashMap<>();

    BoundGraph(String label, FusedModel model, WeightedGraph graph, MeasurementTensors fixed, StageClock clock) {
        Session session = model.session(graph);
        stage = new BoundStage(label, model.environment(), session, clock);
        try {
            for (TensorInfo input : session.inputs()) {
                fixed.tensor(input.name())
                        .ifPresentOrElse(
                                tensor -> stage.input(input.name(), tensor),
                                () -> inputs.put(input.name(), stage.hostInput(input.name())));
            }
            for (TensorInfo output : session.outputs()) {
                outputs.put(output.name(), stage.hostOutput(output.name()));
            }
        } catch (RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    /** Sets an input for the next run. */
    BoundGraph put(String input, float[] values) {
        Objects.requireNonNull(inputs.get(input), input).put(values);
        return this;
    }

    BoundGraph run() {
        stage.run();
        return this;
    }

    boolean gives(String output) {
        return outputs.containsKey(output);
    }

    float[] floats(String output) {
        return Objects.requireNonNull(outputs.get(output), output).toFloats();
    }

    double scalar(String output) {
        return Objects.requireNonNull(outputs.get(output), output).scalar();
    }

    @Override
    public void close() {
        stage.close();
    }
}
