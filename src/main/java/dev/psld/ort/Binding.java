package dev.psld.ort;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.lang.ref.Reference;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Inputs and outputs bound to a session, so that a run moves no data between host and device. For one thread; lives no longer than
 * its session; whoever makes it closes it.
 *
 * <p>An output bound to a device keeps its memory from run to run: the next run overwrites the earlier value, also where it is bound
 * as an input of the next session. That makes a chain free of copies once it is bound; {@link #rebind} where a value must survive.
 */
public final class Binding implements AutoCloseable {
    private final Environment environment;
    private final OrtApi api;
    private final Session session;
    private final Handle handle;
    /** Bound tensors, held so that their memory stays reachable. */
    private final Map<String, OrtTensor> inputs = new HashMap<>();

    private final Map<String, OrtTensor> targets = new HashMap<>();
    /** Names in the order first bound, which is ONNX Runtime's order. */
    private final Set<String> outputs = new LinkedHashSet<>();
    /** Where ONNX Runtime allocates outputs. */
    private final Map<String, Handle> places = new HashMap<>();
    /** Outputs that ONNX Runtime has not allocated yet. */
    private final Set<String> pending = new LinkedHashSet<>();

    Binding(Environment environment, Session session, Handle handle) {
        this.environment = environment;
        this.api = environment.api();
        this.session = session;
        this.handle = handle;
    }

    /** Feeds an input from this tensor, wherever it lies; its bytes may change between runs. */
    public Binding input(String name, OrtTensor tensor) {
        session.input(name);
        api.call(Slot.BIND_INPUT, handle.pointer(), name, tensor.pointer());
        inputs.put(name, tensor);
        return this;
    }

    /** Writes an output into this tensor. */
    public Binding output(String name, OrtTensor tensor) {
        session.output(name);
        api.call(Slot.BIND_OUTPUT, handle.pointer(), name, tensor.pointer());
        targets.put(name, tensor);
        outputs.add(name);
        pending.remove(name);
        return this;
    }

    /** Leaves an output in the memory of the session's provider, allocated at the first run and used again by later ones. */
    public Binding outputToDevice(String name) {
        return outputTo(name, session.deviceMemory());
    }

    /** Brings an output to host memory, allocated at the first run and used again by later ones. */
    public Binding outputToHost(String name) {
        return outputTo(name, "Cpu");
    }

    /** Lets the next run put this output, which ONNX Runtime allocates, into fresh memory; references to the old value stay valid. */
    public Binding rebind(String name) {
        Handle place = places.get(name);
        if (place == null || targets.containsKey(name)) {
            throw new IllegalStateException(
                    "output '" + name + "' of " + session.name() + " is not bound to memory of ONNX Runtime's own");
        }
        api.call(Slot.BIND_OUTPUT_TO_DEVICE, handle.pointer(), name, place.pointer());
        pending.add(name);
        return this;
    }

    /** Runs the session; returns when every output is there. */
    public Binding run() {
        try {
            api.call(Slot.RUN_WITH_BINDING, session.pointer(), null, handle.pointer());
            pending.clear();
        } catch (OrtException e) {
            throw e.during("cannot run " + session.name());
        } finally {
            Reference.reachabilityFence(this);
        }
        return this;
    }

    /** A new reference to the value of a bound output, to be closed by the caller. */
    public OrtTensor output(String name) {
        int wanted = List.copyOf(outputs).indexOf(name);
        if (wanted < 0 || pending.contains(name)) {
            throw new IllegalStateException("output '" + name + "' of " + session.name()
                    + " is not bound or has no value" + " yet: bind it, then run");
        }
        Pointer[] values = values();
        for (int i = 0; i < values.length; i++) {
            if (i != wanted) {
                api.release(Slot.RELEASE_VALUE, values[i]);
            }
        }
        return OrtTensor.adopt(environment, values[wanted]);
    }

    /** New references to the values of all bound outputs in the order bound, to be closed by the caller. */
    public Map<String, OrtTensor> outputs() {
        if (!pending.isEmpty()) {
            throw new IllegalStateException(
                    "outputs " + pending + " of " + session.name() + " have no value yet: run first");
        }
        return OutputTensors.adopt(environment, List.copyOf(outputs), values());
    }

    @Override
    public void close() {
        handle.close();
        places.values().forEach(Handle::close);
        inputs.clear();
        targets.clear();
        outputs.clear();
        session.forget(this);
    }

    private Binding outputTo(String name, String memory) {
        session.output(name);
        Handle place = environment.memory(memory);
        Handle former = places.put(name, place);
        if (former != null) {
            former.close();
        }
        api.call(Slot.BIND_OUTPUT_TO_DEVICE, handle.pointer(), name, place.pointer());
        targets.remove(name);
        outputs.add(name);
        pending.add(name);
        return this;
    }

    private Pointer[] values() {
        PointerByReference array = new PointerByReference();
        LongByReference count = new LongByReference();
        api.call(Slot.GET_BOUND_OUTPUT_VALUES, handle.pointer(), environment.allocator(), array, count);
        Pointer pointers = array.getValue();
        if (pointers == null) {
            return new Pointer[0];
        }
        try {
            return pointers.getPointerArray(0, Math.toIntExact(count.getValue()));
        } finally {
            api.call(Slot.ALLOCATOR_FREE, environment.allocator(), pointers);
        }
    }
}
