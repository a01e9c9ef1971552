package dev.psld.cli;

import dev.psld.bundle.ForwardModel;
import dev.psld.bundle.ModelDescription;
import dev.psld.derive.Preparation;
import dev.psld.graph.Arithmetic;
import dev.psld.graph.ArithmeticCount;
import dev.psld.graph.Graph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A forward model, and what is seen of it while it becomes a bundle: time and arithmetic of each graph. Used by one thread. */
final class MeasuredModel implements ForwardModel {
    private final ForwardModel model;
    private final Map<String, Arithmetic> arithmetic = new LinkedHashMap<>();
    private final Map<String, Long> began = new LinkedHashMap<>();

    MeasuredModel(ForwardModel model) {
        this.model = model;
    }

    @Override
    public ModelDescription description() {
        return model.description();
    }

    @Override
    public Graph forward(String role, Preparation preparation) {
        began.put(role, System.nanoTime());
        Graph graph = model.forward(role, preparation);
        arithmetic.put(role, ArithmeticCount.of(graph));
        return graph;
    }

    @Override
    public void writeCompanions(Path folder) throws IOException {
        model.writeCompanions(folder);
    }

    /** Floating-point operations of one run forward; empty for a role that was not asked for. */
    Optional<Arithmetic> arithmetic(String role) {
        return Optional.ofNullable(arithmetic.get(role));
    }

    /** Seconds from when a graph was asked for to when the next one was, or to {@code end} in {@link System#nanoTime}. */
    double seconds(String role, long end) {
        long from = began.getOrDefault(role, end);
        long to = began.values().stream()
                .filter(t -> t > from)
                .mapToLong(t -> t)
                .min()
                .orElse(end);
        return (to - from) / 1e9;
    }
}
