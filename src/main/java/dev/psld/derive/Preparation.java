package dev.psld.derive;

import dev.psld.file.TemporaryFolder;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.InputShapes;
import dev.psld.graph.OnnxFile;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import dev.psld.graph.WeightFile;
import dev.psld.graph.WeightsApart;
import dev.psld.graph.lower.BranchNodes;
import dev.psld.graph.lower.CeilingPools;
import dev.psld.graph.lower.ControlFlow;
import dev.psld.graph.upgrade.OpsetUpgrade;
import dev.psld.ort.Environment;
import dev.psld.ort.ErrorCode;
import dev.psld.ort.ModelOptimiser;
import dev.psld.ort.OptimisationLevel;
import dev.psld.ort.OrtException;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.ort.TensorInfo;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes a model ready for the differentiator: dimensions fixed, constants folded, every shape known. Thread-safe; the
 * environment stays the caller's.
 *
 * <p>ONNX Runtime does the folding (its BASIC level leaves standard ops only) and the shape inference: a second load with
 * every intermediate as an output tells their shapes.
 */
public final class Preparation {
    /** What ONNX Runtime says of an attribute that came into an operator after it. */
    private static final Pattern UNKNOWN = Pattern.compile("Unrecognized attribute: (\\S+) for operator (\\w+)");

    private final Environment environment;
    private final boolean branches;

    public Preparation(Environment environment) {
        this(environment, false);
    }

    private Preparation(Environment environment, boolean branches) {
        this.environment = environment;
        this.branches = branches;
    }

    /**
     * One that keeps an If whose condition is computed, so that only the branch that is taken runs. Without it both run, and
     * a choice is made between their results: what makes graphs of any size, batch or precision takes no bodies.
     */
    public Preparation withBranches() {
        return new Preparation(environment, true);
    }

    /**
     * Reads a model file and prepares it.
     *
     * @param dimensions values of symbolic dimensions by name, such as {@code batch=1}
     * @return a graph of static shapes that knows every intermediate; its large constants are memory-mapped
     */
    public Graph prepare(Path model, Map<String, Long> dimensions) {
        return prepare(model, dimensions, List.of());
    }

    /**
     * The same, keeping these intermediate values, which folding might do away with.
     *
     * @throws ModelException where ONNX Runtime has no kernel for a node in its type, and the file does not tell all
     *     shapes itself
     */
    public Graph prepare(Path model, Map<String, Long> dimensions, Collection<String> keep) {
        return prepare(model, new InputShapes(dimensions, Map.of()), keep);
    }

    /** The same with whole shapes of inputs, for dimensions that have no name. */
    public Graph prepare(Path model, InputShapes sizes, Collection<String> keep) {
        OnnxFile read = OnnxFile.read(model);
        try (TemporaryFolder scratch = TemporaryFolder.temporary()) {
            Path bare = scratch.resolve("bare.onnx");
            return read.apart(bare)
                    .map(apart -> apart.restored(prepare(bare, OnnxFile.read(bare), model.toString(), sizes, keep)))
                    .orElseGet(() -> prepare(model, read, model.toString(), sizes, keep));
        }
    }

    /** @param name what messages call the model */
    private Graph prepare(Path model, OnnxFile read, String name, InputShapes sizes, Collection<String> keep) {
        Graph given = read.graph(sizes);
        OpsetUpgrade.requireKnown(given);
        List<String> hidden = keep.stream()
                .filter(k -> given.producer(k).isPresent()
                        && given.outputs().stream().noneMatch(o -> o.name().equals(k)))
                .distinct()
                .toList();
        try (TemporaryFolder scratch = TemporaryFolder.temporary()) {
            // As the author wrote it where that is possible: rewriting copies the weights.
            boolean asIs = sizes.shapes().isEmpty()
                    && !OpsetUpgrade.isOld(given)
                    && !ControlFlow.isIn(given)
                    && !LoadNames.areIn(given)
                    && !read.listsConstants();
            Path source = asIs
                    ? hidden.isEmpty() ? model : probe(model, hidden, scratch)
                    : rewritten(plain(model, read, given, sizes, hidden, scratch), hidden, scratch);
            Graph folded = folded(source, asIs ? sizes.dimensions() : Map.of(), scratch, "folded");
            if (folded.nodes().stream().anyMatch(n -> n.op().equals("Shape"))) {
                // Functions that ONNX Runtime writes out at load come with shape arithmetic of their own.
                folded = folded(rewritten(folded, List.of(), scratch), Map.of(), scratch, "again");
            }
            GraphBuilder bare = folded.toBuilder().clearOutputs();
            folded.outputs().stream().filter(o -> !hidden.contains(o.name())).forEach(bare::output);
            Graph known = settled(withShapes(bare.build(), scratch, name), scratch, name);
            return branches ? BranchNodes.of(known, keep) : known;
        } catch (OrtException e) {
            if (e.code() == ErrorCode.NOT_IMPLEMENTED && isComplete(given)) {
                return given;
            }
            throw e.code() == ErrorCode.NOT_IMPLEMENTED
                    ? new ModelException(
                            name + " cannot be prepared, because this ONNX Runtime cannot load it (" + e.getMessage()
                                    + "): give it in float32, or with fixed sizes and the shape of every value in the file"
                                    + " (onnx.shape_inference.infer_shapes writes them)",
                            e)
                    : !loads(given) ? unfit(name, given, e) : ControlFlow.isIn(given) ? writtenOut(name, given, e) : e;
        }
    }

    /** Behind an If nothing knows a shape, which lets through what is no scalar where one must be. */
    private static ModelException writtenOut(String name, Graph graph, OrtException e) {
        return new ModelException(
                name
                        + " cannot be prepared, because ONNX Runtime does not take it once its control flow is written out ("
                        + String.valueOf(e.getMessage()).replaceFirst("^cannot load \\S+: ", "")
                        + "): export it with this control flow traced, so that the graph has none"
                        + deciding(graph),
                e);
    }

    /** A model may have sizes at which nothing runs it: a branch that is not taken there, a picture smaller than a window. */
    private static ModelException unfit(String name, Graph graph, OrtException e) {
        Matcher unknown = UNKNOWN.matcher(String.valueOf(e.getMessage()));
        if (unknown.find()) {
            return new ModelException(
                    name + " cannot be prepared, because this ONNX Runtime does not know the attribute “"
                            + unknown.group(1) + "” of its operator " + unknown.group(2)
                            + ": write the model without it, in what an older opset has for it (a sliding window of"
                            + " Attention as attn_mask)",
                    e);
        }
        return new ModelException(
                name + " cannot be prepared, because ONNX Runtime does not take it at these sizes even as it is ("
                        + e.getMessage() + "): give others with --shape or --dim" + deciding(graph),
                e);
    }

    private static String deciding(Graph graph) {
        List<String> deciding = ControlFlow.deciding(graph);
        return deciding.isEmpty()
                ? ""
                : ", or export it with “" + String.join("”, “", deciding)
                        + "” as a constant, which decides about its control flow";
    }

    private boolean loads(Graph graph) {
        try (TemporaryFolder scratch = TemporaryFolder.temporary();
                Session session = environment.session(
                        rewritten(graph, List.of(), scratch),
                        SessionOptions.defaults().withLevel(OptimisationLevel.NONE))) {
            return !session.outputs().isEmpty();
        } catch (OrtException e) {
            return false;
        }
    }

    private Graph folded(Path source, Map<String, Long> dimensions, TemporaryFolder scratch, String name) {
        return LoadNames.cleared(OnnxReader.read(ModelOptimiser.foldTo(
                environment,
                source,
                scratch.resolve(name + ".onnx"),
                OptimisationLevel.BASIC,
                dimensions,
                Optional.of(name + ".bin"))));
    }

    private static Path probe(Path model, List<String> hidden, TemporaryFolder scratch) {
        Path probe = scratch.resolve("kept.onnx");
        WeightFile weights = new WeightFile(scratch.resolve("kept.bin"));
        OnnxWriter.copyProbe(model, hidden, probe, weights);
        weights.save();
        return probe;
    }

    /** The graph at an opset that the rules know, without control flow as far as that can be written out. */
    private Graph plain(
            Path model, OnnxFile read, Graph given, InputShapes sizes, List<String> hidden, TemporaryFolder scratch) {
        Graph graph = given;
        if (read.hasFunctions()) {
            // Functions go by the way through ONNX Runtime, which puts their bodies in.
            Path source = hidden.isEmpty() ? model : probe(model, hidden, scratch);
            folded(source, sizes.dimensions(), scratch, "bodies");
            graph = OnnxFile.read(scratch.resolve("bodies.onnx")).graph(sizes);
        }
        graph = OpsetUpgrade.upgraded(LoadNames.cleared(graph));
        for (int pass = 0; ControlFlow.isIn(graph); pass++) {
            Optional<Graph> next = ControlFlow.lowered(graph);
            if (next.isEmpty()) {
                Graph told = told(folded(rewritten(graph, hidden, scratch), Map.of(), scratch, "pass" + pass), scratch);
                // One folding may write out what only the next one folds, as it does with CastLike.
                boolean shrunk = told.nodes().size() < graph.nodes().size();
                next = ControlFlow.lowered(told).or(() -> shrunk ? Optional.of(told) : ControlFlow.chosen(told));
                if (next.isEmpty()) {
                    break;
                }
            }
            graph = next.get();
        }
        return graph;
    }

    /** The graph with the shapes that writing out its control flow asks for, where they are known. */
    private Graph told(Graph graph, TemporaryFolder scratch) {
        List<String> asked = ControlFlow.asks(graph);
        Path probe = scratch.resolve("asked.onnx");
        WeightFile weights = new WeightFile(scratch.resolve("asked.bin"));
        OnnxWriter.writeProbe(
                graph,
                asked.stream()
                        .filter(a ->
                                graph.outputs().stream().noneMatch(o -> o.name().equals(a)))
                        .toList(),
                probe,
                weights);
        weights.save();
        GraphBuilder known = graph.toBuilder();
        try (Session session =
                environment.session(probe, SessionOptions.defaults().withLevel(OptimisationLevel.NONE))) {
            session.outputs().stream()
                    .filter(o -> asked.contains(o.name()) && o.fixed())
                    .forEach(o -> known.know(value(o)));
        }
        return known.build();
    }

    private static Path rewritten(Graph graph, List<String> hidden, TemporaryFolder scratch) {
        Path file = scratch.resolve("rewritten.onnx");
        WeightFile weights = new WeightFile(scratch.resolve("rewritten.bin"));
        OnnxWriter.writeProbe(graph, hidden, file, weights);
        weights.save();
        return file;
    }

    private static boolean isComplete(Graph graph) {
        return Stream.concat(
                        graph.inputs().stream().map(Value::name),
                        graph.nodes().stream().flatMap(n -> n.outputs().stream()))
                .filter(o -> !o.isEmpty())
                .allMatch(o -> graph.values().containsKey(o) && graph.shape(o).isStatic());
    }

    /** The same for a graph in memory, whose dimensions are fixed already. */
    public Graph prepare(Graph graph) {
        WeightsApart apart = WeightsApart.of(graph);
        try (TemporaryFolder scratch = TemporaryFolder.temporary()) {
            Path file = scratch.resolve("given.onnx");
            WeightFile weights = new WeightFile(scratch.resolve("given.bin"));
            OnnxWriter.write(apart.bare(graph), file, weights);
            weights.save();
            InputShapes fixed = new InputShapes(Map.of(), Map.of());
            return apart.restored(
                    prepare(file, OnnxFile.read(file), "the graph “" + graph.name() + "”", fixed, List.of()));
        }
    }

    /** The same without folding, so that what is made of constants stays operators: shapes alone are inferred. */
    public Graph shaped(Graph graph) {
        WeightsApart apart = WeightsApart.of(graph);
        try (TemporaryFolder scratch = TemporaryFolder.temporary()) {
            return apart.restored(settled(withShapes(apart.bare(graph), scratch, graph.name()), scratch, graph.name()));
        }
    }

    private Graph settled(Graph graph, TemporaryFolder scratch, String source) {
        Graph known = graph;
        Optional<Graph> next = CeilingPools.settled(known);
        while (next.isPresent()) {
            known = withShapes(next.get(), scratch, source);
            next = CeilingPools.settled(known);
        }
        return known;
    }

    private Graph withShapes(Graph folded, TemporaryFolder scratch, String source) {
        if (ControlFlow.isIn(folded)) {
            throw ControlFlow.remaining(folded, source);
        }
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
            session.inputs().forEach(i -> known.input(value(i, folded, source)));
            folded.constants().forEach(known::constant);
            folded.nodes().forEach(known::add);
            session.outputs().forEach(o -> known.know(value(o, folded, source)));
            folded.outputs().forEach(o -> known.output(value(session.output(o.name()), folded, source)));
        }
        folded.nodes().stream()
                .filter(n -> !n.domain().isEmpty())
                .forEach(n -> known.opset(n.domain(), folded.opsets().getOrDefault(n.domain(), 1L)));
        Graph told = known.build();
        ControlFlow.requireEqualShapes(told, source);
        return told;
    }

    private static Value value(TensorInfo info, Graph graph, String source) {
        if (!info.fixed()) {
            throw new ModelException(OpenShapes.reason(graph, info.name(), source));
        }
        return value(info);
    }

    private static Value value(TensorInfo info) {
        return new Value(info.name(), ElementType.of(info.type().code()), new Shape(info.shape()));
    }
}
