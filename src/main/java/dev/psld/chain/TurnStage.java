package dev.psld.chain;

import dev.psld.ort.Binding;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Session;
import dev.psld.ort.TensorInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A stage whose session is loaded for every run and freed after it, on a CPU: the least memory. What no place was asked for
 * (the tape) is kept from its run until the stage that follows has run; where it is not there any more, this stage runs
 * again. Used by one thread; closes the tensors it made.
 */
final class TurnStage extends Stage {
    private final Supplier<Session> loading;
    private final Map<String, OrtTensor> tape = new LinkedHashMap<>();
    private Optional<TurnStage> followed = Optional.empty();

    /**
     * Loads nothing yet.
     *
     * @param loading opens a session of the graph, which the stage closes
     * @param inputs what such a session takes, all of fixed shape
     * @param outputs what it gives
     */
    TurnStage(
            String label,
            Environment environment,
            Supplier<Session> loading,
            List<TensorInfo> inputs,
            List<TensorInfo> outputs,
            StageClock clock) {
        super(label, environment, inputs, outputs, clock);
        this.loading = loading;
    }

    @Override
    public Stage follow(Stage earlier) {
        if (earlier instanceof TurnStage turn) {
            followed = Optional.of(turn);
        }
        return super.follow(earlier);
    }

    /** Outputs without a place get memory for as long as they are needed. */
    @Override
    public void settle() {}

    /** An output gets its place when it is first asked for. */
    @Override
    public OrtTensor value(String name) {
        if (!values().containsKey(name)) {
            TensorInfo output = find(outputs(), name);
            place(name, OrtTensor.reserve(environment(), output.type(), output.dimensions()));
        }
        return super.value(name);
    }

    @Override
    void once() {
        followed.ifPresent(TurnStage::remake);
        execute();
        followed.ifPresent(TurnStage::dropTape);
    }

    /** Runs again if the tape is gone. */
    private void remake() {
        if (tape.isEmpty() && hasTape()) {
            execute();
        }
    }

    private boolean hasTape() {
        return outputs().stream().anyMatch(output -> !values().containsKey(output.name()));
    }

    private void execute() {
        dropTape();
        try (Session session = loading.get();
                Binding binding = session.bind()) {
            for (TensorInfo input : inputs()) {
                binding.input(input.name(), at(input.name()));
            }
            for (TensorInfo output : outputs()) {
                OrtTensor placed = values().get(output.name());
                if (placed == null) {
                    placed = OrtTensor.reserve(environment(), output.type(), output.dimensions());
                    tape.put(output.name(), placed);
                }
                binding.output(output.name(), placed);
            }
            binding.run();
        } catch (RuntimeException e) {
            dropTape();
            throw e;
        }
    }

    private OrtTensor at(String input) {
        OrtTensor tensor = values().get(input);
        return tensor == null ? followed.orElseThrow().taped(input) : tensor;
    }

    private OrtTensor taped(String name) {
        OrtTensor tensor = tape.get(name);
        return tensor == null ? value(name) : tensor;
    }

    private void dropTape() {
        tape.values().forEach(OrtTensor::close);
        tape.clear();
    }

    @Override
    void feed(String name, OrtTensor tensor) {}

    @Override
    void fill(String name, OrtTensor tensor) {}

    @Override
    public void close() {
        dropTape();
        super.close();
    }
}
