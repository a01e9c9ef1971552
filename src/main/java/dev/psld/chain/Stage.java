package dev.psld.chain;

import dev.psld.ort.Binding;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Session;
import dev.psld.ort.TensorInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
    private final Map<String, OrtTensor> own = new LinkedHashMap<>();
    private final Map<String, OrtTensor> produced = new LinkedHashMap<>();
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
    public boolean takes(String input) {
        return session.inputs().stream().anyMatch(i -> i.name().equals(input));
    }

    /** Binds an input to somebody else's tensor. */
    public Stage input(String name, OrtTensor tensor) {
        binding.input(name, tensor);
        return this;
    }

    /** Binds an input where the graph has it. */
    public Stage inputIfTaken(String name, OrtTensor tensor) {
        return takes(name) ? input(name, tensor) : this;
    }

    /** Binds every input that has the name of one of these values: the tape of a forward stage. */
    public Stage connect(Map<String, OrtTensor> values) {
        values.forEach(this::inputIfTaken);
        return this;
    }

    /** Makes a host tensor for an input; Java writes to it before a run. */
    public OrtTensor hostInput(String name) {
        OrtTensor tensor = allocate(session.input(name));
        own.put(name, tensor);
        binding.input(name, tensor);
        return tensor;
    }

    /** Makes a host tensor for an output; Java reads it after a run. */
    public OrtTensor hostOutput(String name) {
        OrtTensor tensor = allocate(session.output(name));
        own.put(name, tensor);
        binding.output(name, tensor);
        return tensor;
    }

    /**
     * Binds every output that is not bound yet to the provider's memory and runs once, so that all of them exist.
     *
     * @return those outputs by name
     */
    public Map<String, OrtTensor> settle() {
        List<String> open = new ArrayList<>();
        for (TensorInfo output : session.outputs()) {
            if (!own.containsKey(output.name())) {
                binding.outputToDevice(output.name());
                open.add(output.name());
            }
        }
        binding.run();
        open.forEach(name -> produced.put(name, binding.output(name)));
        return produced;
    }

    /** An output that {@link #settle} put into the provider's memory. */
    public OrtTensor produced(String name) {
        return Objects.requireNonNull(produced.get(name), name);
    }

    /** Runs once on what the inputs hold now. */
    public void run() {
        clock.time(label, binding::run);
    }

    @Override
    public void close() {
        binding.close();
        produced.values().forEach(OrtTensor::close);
        own.values().forEach(OrtTensor::close);
    }

    private OrtTensor allocate(TensorInfo info) {
        return OrtTensor.allocate(
                environment,
                info.type(),
                info.shape().stream().mapToLong(Long::longValue).toArray());
    }
}
