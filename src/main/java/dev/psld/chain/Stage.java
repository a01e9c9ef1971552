package dev.psld.chain;

import dev.psld.ort.Binding;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Session;
import dev.psld.ort.TensorInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One session with its inputs and outputs bound once, run once a step. Used by one thread; closes its binding and the
 * tensors it made, not its session nor the tensors it was given.
 *
 * <p>Outputs that Java reads lie in host memory; all others stay where the session's provider puts them, in memory that
 * every run uses again.
 */
public final class Stage implements AutoCloseable {
    private final String label;
    private final Environment environment;
    private final Session session;
    private final Binding binding;
    /** Every bound value by name: inputs, and outputs that have memory. */
    private final Map<String, OrtTensor> values = new LinkedHashMap<>();

    private final Set<String> outputs = new HashSet<>();
    private final List<OrtTensor> own = new ArrayList<>();
    private final StageClock clock;

    /**
     * Makes a binding of the session, with nothing bound yet.
     *
     * @param label what the clock calls it
     */
    public Stage(String label, Environment environment, Session session, StageClock clock) {
        this.label = label;
        this.environment = environment;
        this.session = session;
        this.clock = clock;
        this.binding = session.bind();
    }

    /** True when the graph has such an input: a pullback takes only what it needs. */
    private boolean takes(String input) {
        return session.inputs().stream().anyMatch(i -> i.name().equals(input));
    }

    /** Binds an input to somebody else's tensor. */
    public Stage input(String name, OrtTensor tensor) {
        binding.input(name, tensor);
        values.put(name, tensor);
        return this;
    }

    /** Binds an input where the graph has it. */
    private void inputIfTaken(String name, OrtTensor tensor) {
        if (takes(name)) {
            input(name, tensor);
        }
    }

    /** Makes a value known under its name to stages that {@link #follow}, and binds it where this graph takes it. */
    public void give(String name, OrtTensor tensor) {
        inputIfTaken(name, tensor);
        values.put(name, tensor);
    }

    /** Binds every input that has the name of a value of an earlier stage: its inputs, its outputs, its tape. */
    public Stage follow(Stage earlier) {
        earlier.values.forEach(this::inputIfTaken);
        return this;
    }

    /** Makes a host tensor for an input; Java writes to it before a run. */
    public OrtTensor hostInput(String name) {
        OrtTensor tensor = allocate(session.input(name));
        own.add(tensor);
        input(name, tensor);
        return tensor;
    }

    /** Makes a host tensor for an output; Java reads it after a run. */
    public OrtTensor hostOutput(String name) {
        OrtTensor tensor = allocate(session.output(name));
        own.add(tensor);
        output(name, tensor);
        return tensor;
    }

    /**
     * Gives every output that is not bound yet memory of the session's provider. In host memory it is reserved by the
     * shapes that the graph declares; a device's is taken at a first run, which is made here.
     */
    public void settle() {
        List<TensorInfo> open = session.outputs().stream()
                .filter(output -> !outputs.contains(output.name()))
                .toList();
        boolean reserved = session.deviceMemory().equals("Cpu") && open.stream().allMatch(TensorInfo::fixed);
        for (TensorInfo output : open) {
            if (reserved) {
                OrtTensor tensor = OrtTensor.reserve(environment, output.type(), output.dimensions());
                own.add(tensor);
                output(output.name(), tensor);
            } else {
                binding.outputToDevice(output.name());
            }
        }
        if (!reserved) {
            binding.run();
            for (TensorInfo output : open) {
                OrtTensor tensor = binding.output(output.name());
                own.add(tensor);
                values.put(output.name(), tensor);
            }
        }
    }

    /** A bound input, or an output that has memory. */
    public OrtTensor value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    /** Runs once on what the inputs hold now. */
    public void run() {
        clock.time(label, binding::run);
    }

    @Override
    public void close() {
        binding.close();
        own.forEach(OrtTensor::close);
    }

    private void output(String name, OrtTensor tensor) {
        binding.output(name, tensor);
        outputs.add(name);
        values.put(name, tensor);
    }

    private OrtTensor allocate(TensorInfo info) {
        return OrtTensor.allocate(
                environment,
                info.type(),
                info.shape().stream().mapToLong(Long::longValue).toArray());
    }
}
