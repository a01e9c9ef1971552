package dev.psld.bench;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.Quantity;
import dev.psld.chain.OpenParts;
import dev.psld.graph.Tensor;
import dev.psld.ort.Binding;
import dev.psld.ort.Environment;
import dev.psld.ort.OrtTensor;
import dev.psld.ort.Pick;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.ort.TensorInfo;
import dev.psld.sampler.Draws;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One net of a bundle by itself: its forward and its pullback, bound to each other. Used by one thread; closes its sessions. */
final class NetRun implements AutoCloseable {
    private final OpenParts open = new OpenParts();
    private final Environment environment;
    private final Bundle bundle;
    private final String role;
    private final Binding forward;
    private final Binding pullback;

    NetRun(Environment environment, Bundle bundle, Pick pick, String role) {
        this.environment = environment;
        this.bundle = bundle;
        this.role = role;
        SessionOptions options = SessionOptions.defaults().with(pick);
        try {
            Session there = open.keep(environment.session(bundle.forward(role), options));
            Session back = open.keep(environment.session(bundle.pullback(role), options));
            Map<String, OrtTensor> values = new HashMap<>();
            forward = open.keep(there.bind());
            for (TensorInfo input : there.inputs()) {
                values.put(input.name(), drawn(input));
                forward.input(input.name(), value(values, input));
            }
            there.outputs().forEach(output -> forward.outputToDevice(output.name()));
            forward.run();
            forward.outputs().forEach((name, tensor) -> values.put(name, open.keep(tensor)));
            pullback = open.keep(back.bind());
            for (TensorInfo input : back.inputs()) {
                values.computeIfAbsent(input.name(), name -> drawn(input));
                pullback.input(input.name(), value(values, input));
            }
            back.outputs().forEach(output -> pullback.outputToDevice(output.name()));
            pullback.run();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Seconds of one call of each, the mean over a few. */
    Pair run(int times) {
        long there = 0;
        long back = 0;
        long cpu = Clocks.read().cpuNanos();
        for (int i = 0; i < times; i++) {
            long began = System.nanoTime();
            forward.run();
            long between = System.nanoTime();
            pullback.run();
            there += between - began;
            back += System.nanoTime() - between;
        }
        cpu = Clocks.read().cpuNanos() - cpu;
        return new Pair(there / 1e9 / times, back / 1e9 / times, cpu / 1e9 / times);
    }

    /** Seconds of a forward and of its pullback, and of all processors for both. */
    record Pair(double forward, double pullback, double cpu) {}

    @Override
    public void close() {
        open.close();
    }

    /** Normal numbers; a timestep in the middle of the schedule; a constant as the bundle has it. */
    private OrtTensor drawn(TensorInfo info) {
        OrtTensor tensor = open.keep(OrtTensor.allocate(environment, info.type(), info.dimensions()));
        Optional<Tensor> told = told(info.name());
        if (told.isPresent()) {
            tensor.bytes().put(told.get().data());
            return tensor;
        }
        return tensor.put(Draws.of(11, info.name()).normal(Math.toIntExact(tensor.elements())));
    }

    private Optional<Tensor> told(String input) {
        return bundle.graph(role).inputs().stream()
                .filter(spec -> spec.name().equals(input))
                .findFirst()
                .flatMap(
                        spec -> spec.holds() == Quantity.TIMESTEP ? Optional.of(spec.tensor(500)) : bundle.fixed(spec));
    }

    private static OrtTensor value(Map<String, OrtTensor> values, TensorInfo info) {
        OrtTensor value = values.get(info.name());
        if (value == null) {
            throw new IllegalStateException(info.name());
        }
        return value;
    }
}
