package dev.psld.ort;

import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import java.lang.ref.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A loaded graph, ready to run. Thread-safe; its bindings are not. Whoever opens it closes it, and with it the bindings still open;
 * no run may be in progress then.
 */
public final class Session implements AutoCloseable {
    private final Environment environment;
    private final Handle handle;
    private final String name;
    /** Held so that initialisers used in place stay reachable. */
    private final SessionOptions options;

    private final List<TensorInfo> inputs;
    private final List<TensorInfo> outputs;
    private final Set<Binding> bindings = ConcurrentHashMap.newKeySet();

    Session(Environment environment, Handle handle, String name, SessionOptions options) {
        this.environment = environment;
        this.handle = handle;
        this.name = name;
        this.options = options;
        this.inputs = TypeReader.inputs(environment, handle.pointer());
        this.outputs = TypeReader.outputs(environment, handle.pointer());
    }

    /** The model's file name. */
    public String name() {
        return name;
    }

    public List<TensorInfo> inputs() {
        return inputs;
    }

    public List<TensorInfo> outputs() {
        return outputs;
    }

    /** The input of this name; an {@link OrtException} that lists the names when there is none. */
    public TensorInfo input(String wanted) {
        return find("input", inputs, wanted);
    }

    /** The output of this name; an {@link OrtException} that lists the names when there is none. */
    public TensorInfo output(String wanted) {
        return find("output", outputs, wanted);
    }

    /** ONNX Runtime's name for the memory of the provider this session prefers. */
    public String deviceMemory() {
        return options.providers().isEmpty()
                ? "Cpu"
                : options.providers().get(0).memory();
    }

    /** Runs once; every output in host memory, fresh, in the graph's order, to be closed by the caller. */
    public Map<String, OrtTensor> run(Map<String, OrtTensor> feeds) {
        return run(feeds, outputs.stream().map(TensorInfo::name).toList());
    }

    /** Runs once and gives the named outputs only. */
    public Map<String, OrtTensor> run(Map<String, OrtTensor> feeds, List<String> wanted) {
        feeds.keySet().forEach(this::input);
        wanted.forEach(this::output);
        Pointer[] values = new Pointer[wanted.size()];
        String[] feedNames = feeds.keySet().toArray(String[]::new);
        Pointer[] feedValues = feeds.values().stream().map(OrtTensor::pointer).toArray(Pointer[]::new);
        try {
            environment
                    .api()
                    .call(
                            Slot.RUN,
                            handle.pointer(),
                            null,
                            new StringArray(feedNames, OrtApi.ENCODING),
                            feedValues,
                            (long) feedNames.length,
                            new StringArray(wanted.toArray(String[]::new), OrtApi.ENCODING),
                            (long) wanted.size(),
                            values);
        } catch (OrtException e) {
            throw e.during("cannot run " + name);
        } finally {
            Reference.reachabilityFence(feeds);
        }
        return OutputTensors.adopt(environment, wanted, values);
    }

    /**
     * Runs once on float tensors.
     *
     * @param values by name, at least those that the graph takes; others are ignored
     * @return every output, flat
     */
    public Map<String, float[]> evaluate(Map<String, float[]> values) {
        Map<String, OrtTensor> feeds = new LinkedHashMap<>();
        Map<String, OrtTensor> made = Map.of();
        try {
            for (TensorInfo input : inputs) {
                float[] value = values.get(input.name());
                if (value == null) {
                    throw new OrtException(
                            ErrorCode.INVALID_ARGUMENT,
                            name + " was given no value for its input '" + input.name() + "'");
                }
                feeds.put(input.name(), OrtTensor.of(environment, value, input.dimensions()));
            }
            made = run(feeds);
            Map<String, float[]> results = new LinkedHashMap<>();
            made.forEach((output, tensor) -> results.put(output, tensor.toFloats()));
            return results;
        } finally {
            feeds.values().forEach(OrtTensor::close);
            made.values().forEach(OrtTensor::close);
        }
    }

    /** A new set of bound inputs and outputs, for use by one thread. */
    public Binding bind() {
        Handle binding = environment.api().create(NativeCounts.Kind.BINDING, Slot.CREATE_IO_BINDING, handle.pointer());
        Binding made = new Binding(environment, this, binding);
        bindings.add(made);
        return made;
    }

    @Override
    public void close() {
        List.copyOf(bindings).forEach(Binding::close);
        handle.close();
        environment.forget(this);
    }

    Pointer pointer() {
        return handle.pointer();
    }

    void forget(Binding binding) {
        bindings.remove(binding);
    }

    private TensorInfo find(String what, List<TensorInfo> among, String wanted) {
        return among.stream()
                .filter(info -> info.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new OrtException(
                        ErrorCode.INVALID_ARGUMENT,
                        name + " has no " + what + " '" + wanted + "'; it has "
                                + among.stream().map(TensorInfo::name).toList()));
    }
}
