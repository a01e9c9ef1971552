package dev.psld.bundle;

import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import dev.psld.graph.WeightFile;
import dev.psld.ort.Environment;
import dev.psld.ort.ModelOptimiser;
import dev.psld.ort.OptimisationLevel;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.ort.TensorInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a model ready for the differentiator: dimensions fixed, constants folded, every shape known. Thread-safe; the
 * environment stays the caller's.
 *
 * <p>ONNX Runtime does the folding (its BASIC level leaves standard ops only) and the shape inference: a second load with
 * every intermediate as an output tells their shapes.
 */
public final class Preparation {
    private final Environment environment;

    public Preparation(Environment environment) {
        this.environment = environment;
    }

    /**
     * Reads a model file and prepares it.
     *
     * @param dimensions values of symbolic dimensions by name, such as {@code batch=1}
     * @return a graph of static shapes that knows every intermediate; its large constants are memory-mapped
     */
    public Graph prepare(Path model, Map<String, Long> dimensions) {
        OnnxReader.read(model); // for its sentences on what is no model, which ONNX Runtime does not give
        try (Scratch scratch = Scratch.temporary()) {
            Path folded = ModelOptimiser.foldTo(
                    environment,
                    model,
                    scratch.resolve("folded.onnx"),
                    OptimisationLevel.BASIC,
                    dimensions,
                    Optional.of("folded.bin"));
            return withShapes(OnnxReader.read(folded), scratch, model.toString());
        }
    }

    /** The same for a graph in memory, whose dimensions are fixed already. */
    public Graph prepare(Graph graph) {
        try (Scratch scratch = Scratch.temporary()) {
            Path file = scratch.resolve("given.onnx");
            WeightFile weights = new WeightFile(scratch.resolve("given.bin"));
            OnnxWriter.write(graph, file, weights);
            weights.save();
            return prepare(file, Map.of());
        }
    }

    private Graph withShapes(Graph folded, Scratch scratch, String source) {
        List<String> unknown = folded.nodes().stream()
                .flatMap(n -> n.outputs().stream())
                .filter(o -> !o.isEmpty()
                        && folded.outputs().stream().noneMatch(v -> v.name().equals(o)))
                .toList();
        Path probe = scratch.resolve("probe.onnx");
        WeightFile weights = new WeightFile(scratch.resolve("probe.bin"));
        OnnxWriter.writeProbe(folded, unknown, probe, weights);
        weights.save();
        GraphBuilder known = new GraphBuilder(folded.name(), folded.opset());
        try (Session session =
                environment.session(probe, SessionOptions.defaults().withLevel(OptimisationLevel.NONE))) {
            session.inputs().forEach(i -> known.input(value(i, source)));
            folded.constants().forEach(known::constant);
            folded.nodes().forEach(known::add);
            session.outputs().forEach(o -> known.know(value(o, source)));
            folded.outputs().forEach(o -> known.output(value(session.output(o.name()), source)));
        }
        folded.nodes().stream()
                .filter(n -> !n.domain().isEmpty())
                .forEach(n -> known.opset(n.domain(), folded.opsets().getOrDefault(n.domain(), 1L)));
        return known.build();
    }

    private static Value value(TensorInfo info, String source) {
        if (!info.fixed()) {
            throw new BundleException("“" + info.name() + "” in " + source + " has the unknown shape " + info.shape()
                    + " " + info.symbols() + ": fix its dimensions, for example with --dim batch=1");
        }
        return new Value(info.name(), ElementType.of(info.type().code()), new Shape(info.shape()));
    }
}
