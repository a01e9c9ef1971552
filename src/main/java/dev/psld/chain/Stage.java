package dev.psld.chain;

import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.TensorInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One graph with its inputs and outputs at fixed places, run once a step. Used by one thread; closes the tensors it made, not
 * those it was given.
 *
 * <p>Outputs that Java reads lie in host memory; where all others lie, and how long, is the matter of the kinds of stages.
 */
public abstract sealed class Stage implements AutoCloseable permits BoundStage, TurnStage {
    private final String label;
    private final Environment environment;
    private final StageClock clock;
    private final List<TensorInfo> inputs;
    private final List<TensorInfo> outputs;
    /** Every value that has its place, by name: inputs, and outputs that have memory. */
    private final Map<String, OrtTensor> values = new LinkedHashMap<>();

    private final List<OrtTensor> own = new ArrayList<>();

    /** @param label what the clock calls it */
    Stage(String label, Environment environment, List<TensorInfo> inputs, List<TensorInfo> outputs, StageClock clock) {
        this.label = label;
        this.environment = environment;
        this.inputs = inputs;
        this.outputs = outputs;
        this.clock = clock;
    }

    /** Reads an input from somebody else's tensor. */
    public final Stage input(String name, OrtTensor tensor) {
        find(inputs, name);
        feed(name, tensor);
        values.put(name, tensor);
        return this;
    }

    /** Makes a value known under its name to stages that {@link #follow}, and reads it where this graph takes it. */
    public final void give(String name, OrtTensor tensor) {
        inputIfTaken(name, tensor);
        values.put(name, tensor);
    }

    /** Reads every input that has the name of a value of an earlier stage: its inputs, its outputs, its tape. */
    public Stage follow(Stage earlier) {
        earlier.values.forEach(this::inputIfTaken);
        return this;
    }

    /** Makes a host tensor for an input; Java writes to it before a run. */
    public final OrtTensor hostInput(String name) {
        OrtTensor tensor = allocate(find(inputs, name));
        input(name, tensor);
        return tensor;
    }

    /** Makes a host tensor for an output; Java reads it after a run. */
    public final OrtTensor hostOutput(String name) {
        OrtTensor tensor = allocate(find(outputs, name));
        fill(name, tensor);
        values.put(name, tensor);
        return tensor;
    }

    /** Writes an output into somebody else's tensor. */
    public final void output(String name, OrtTensor tensor) {
        find(outputs, name);
        fill(name, tensor);
        values.put(name, tensor);
    }

    /** Says that every output that has no place yet is for stages that {@link #follow}. */
    public abstract void settle();

    /** An input that has its place, or an output of a settled stage. */
    public OrtTensor value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    /** Runs once on what the inputs hold now. */
    public final void run() {
        clock.time(label, this::once);
    }

    @Override
    public void close() {
        own.forEach(OrtTensor::close);
        own.clear();
    }

    abstract void once();

    /** Called when an input gets its place. */
    abstract void feed(String name, OrtTensor tensor);

    /** Called when an output gets its place. */
    abstract void fill(String name, OrtTensor tensor);

    /** Takes over a tensor that an output is written to. */
    final void place(String name, OrtTensor tensor) {
        own.add(tensor);
        fill(name, tensor);
        values.put(name, tensor);
    }

    /** Takes over a tensor that an output is written to already. */
    final void adopt(String name, OrtTensor tensor) {
        own.add(tensor);
        values.put(name, tensor);
    }

    final Environment environment() {
        return environment;
    }

    final List<TensorInfo> inputs() {
        return inputs;
    }

    final List<TensorInfo> outputs() {
        return outputs;
    }

    final Map<String, OrtTensor> values() {
        return values;
    }

    static TensorInfo find(List<TensorInfo> among, String name) {
        return among.stream()
                .filter(info -> info.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no value " + name));
    }

    private void inputIfTaken(String name, OrtTensor tensor) {
        if (inputs.stream().anyMatch(i -> i.name().equals(name))) {
            input(name, tensor);
        }
    }

    private OrtTensor allocate(TensorInfo info) {
        OrtTensor tensor = OrtTensor.allocate(environment, info.type(), info.dimensions());
        own.add(tensor);
        return tensor;
    }
}
