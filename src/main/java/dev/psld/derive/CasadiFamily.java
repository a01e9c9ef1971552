package dev.psld.derive;

import dev.psld.autodiff.DiffException;
import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Vjp;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A model and its derivatives as CasADi's ONNX back end finds them beside each other: f.onnx, adj_f.onnx (reverse mode),
 * fwd_f.onnx (forward mode) and fwd_adj_f.onnx (forward mode of reverse mode, which exact Hessians need). Each takes and
 * gives what the one before does, then the seeds, any number of them at once ({@link SeedColumns}). Immutable.
 *
 * @param graphs by the word in front of the file's name, the model itself by the empty one
 */
public record CasadiFamily(Map<String, Graph> graphs) {
    private static final String ADJOINT = "adj";
    private static final String FORWARD = "fwd";
    private static final Pattern SEEDED = Pattern.compile("([a-z]+)([0-9]{0,9})_");

    public CasadiFamily {
        graphs = Map.copyOf(graphs);
    }

    /**
     * Puts the family together.
     *
     * @param outputs of the model, which its forward may have others beside
     * @param tangent forward mode, where fwd_f is wanted
     * @param second products with the second derivative, where fwd_adj_f is wanted
     * @throws DiffException where something else than inputs and outputs is differentiated: CasADi knows no values between
     */
    public static CasadiFamily of(
            Vjp vjp, List<String> outputs, DiffRequest request, Optional<Graph> tangent, Optional<Graph> second) {
        GraphBuilder plain = vjp.forward().toBuilder().clearOutputs();
        vjp.forward().outputs().stream().filter(o -> outputs.contains(o.name())).forEach(plain::output);
        Graph forward = plain.build();
        requireBorders(forward, request);
        Map<String, Graph> graphs = new HashMap<>();
        graphs.put("", forward);
        Graph adjoint = adjoint(forward, vjp.vjp(), request);
        graphs.put(ADJOINT, adjoint);
        tangent.ifPresent(t -> graphs.put(FORWARD, tangent(forward, t, request)));
        second.ifPresent(h -> graphs.put(FORWARD + "_" + ADJOINT, twice(forward, adjoint, vjp.vjp(), h, request)));
        return new CasadiFamily(graphs);
    }

    /** Writes each graph as one file with its weights inside, for CasADi hands its bytes to ONNX Runtime; gives the files. */
    public List<Path> write(String name, Path folder) {
        List<Path> files = new ArrayList<>();
        new TreeMap<>(graphs).forEach((word, graph) -> {
            String stem = word.isEmpty() ? name : word + "_" + name;
            files.add(folder.resolve(stem + ".onnx"));
            OnnxWriter.write(graph.toBuilder().name(stem).build(), files.get(files.size() - 1));
        });
        return files;
    }

    private static Graph adjoint(Graph forward, Graph pullback, DiffRequest request) {
        String word = prefix(forward, ADJOINT);
        GraphBuilder builder = forward.toBuilder();
        request.wrt().forEach(x -> builder.reserve(word + x));
        Map<String, String> seeds = seeds(builder, forward, request.of(), word, DiffRequest::cotangent);
        UnaryOperator<String> made = new Directions(builder, forward.constants()).scan(pullback, seeds);
        request.wrt().forEach(x -> result(builder, forward.value(x), made.apply(DiffRequest.cotangent(x)), word));
        return builder.build();
    }

    private static Graph tangent(Graph forward, Graph tangent, DiffRequest request) {
        String word = prefix(forward, FORWARD);
        GraphBuilder builder = forward.toBuilder();
        request.of().forEach(y -> builder.reserve(word + y));
        Map<String, String> seeds = seeds(builder, forward, request.wrt(), word, x -> x + "_tangent");
        UnaryOperator<String> made = new Directions(builder, forward.constants()).scan(tangent, seeds);
        request.of().forEach(y -> result(builder, forward.value(y), made.apply(y + "_tangent"), word));
        return builder.build();
    }

    /**
     * Forward mode of the adjoint by inputs and cotangents, Σ wᵢ·∇²yᵢ·v + J*·u, for every tangent v with every cotangent w; u
     * are the tangents of the cotangents.
     */
    private static Graph twice(Graph forward, Graph adjoint, Graph pullback, Graph second, DiffRequest request) {
        String adj = prefix(forward, ADJOINT);
        String fwd = prefix(adjoint, FORWARD);
        GraphBuilder builder = adjoint.toBuilder();
        request.wrt().forEach(x -> builder.reserve(fwd + adj + x));
        Map<String, String> tangents = seeds(builder, forward, request.wrt(), fwd, x -> x + "_tangent");
        Map<String, String> cotangents = new LinkedHashMap<>();
        Map<String, String> moved = new LinkedHashMap<>();
        for (String y : request.of()) {
            SeedColumns columns = new SeedColumns(forward.value(y));
            cotangents.put(DiffRequest.cotangent(y), columns.apart(builder, adj + y));
            Value seed = new SeedColumns(adjoint.value(adj + y)).declared(fwd + adj + y, count(fwd));
            moved.put(DiffRequest.cotangent(y), columns.apart(builder, builder.input(seed)));
        }
        String zero = builder.constant(Tensor.longs(Shape.of(), 0));
        String each = count(builder, cotangents);
        String all = builder.emit("Mul", each, count(builder, tangents));
        String pairs = builder.emit("Range", zero, all, builder.constant(Tensor.longs(Shape.of(), 1)));
        Map<String, String> paired = new HashMap<>();
        cotangents.forEach(
                (y, stacked) -> paired.put(y, builder.emit("Gather", stacked, builder.emit("Mod", pairs, each))));
        tangents.forEach(
                (x, stacked) -> paired.put(x, builder.emit("Gather", stacked, builder.emit("Div", pairs, each))));
        Directions directions = new Directions(builder, adjoint.constants());
        UnaryOperator<String> bent = directions.scan(second, paired);
        UnaryOperator<String> straight = directions.scan(pullback, moved);
        for (String x : request.wrt()) {
            String sum =
                    builder.emit("Add", bent.apply(SecondOrder.product(x)), straight.apply(DiffRequest.cotangent(x)));
            new SeedColumns(forward.value(x)).together(builder, sum, fwd + adj + x);
            builder.output(new SeedColumns(adjoint.value(adj + x)).declared(fwd + adj + x, count(fwd)));
        }
        return builder.build();
    }

    /** How many seeds there are, a scalar. */
    private static String count(GraphBuilder builder, Map<String, String> stacked) {
        String shape = builder.emit("Shape", stacked.values().iterator().next());
        return builder.emit("Gather", shape, builder.constant(Tensor.longs(Shape.of(), 0)));
    }

    /** Name of the number of seeds that have this prefix: nadj for adj_. */
    private static String count(String prefix) {
        return "n" + prefix.substring(0, prefix.length() - 1);
    }

    /** Declares the seeds of values; gives them along a first axis more, by the names that the graph for one seed has. */
    private static Map<String, String> seeds(
            GraphBuilder builder, Graph forward, List<String> values, String prefix, UnaryOperator<String> inner) {
        Map<String, String> seeds = new LinkedHashMap<>();
        for (String value : values) {
            SeedColumns columns = new SeedColumns(forward.value(value));
            String seed = builder.input(columns.declared(prefix + value, count(prefix)));
            seeds.put(inner.apply(value), columns.apart(builder, seed));
        }
        return seeds;
    }

    private static void result(GraphBuilder builder, Value value, String stacked, String prefix) {
        SeedColumns columns = new SeedColumns(value);
        columns.together(builder, stacked, prefix + value.name());
        builder.output(columns.declared(prefix + value.name(), count(prefix)));
    }

    /** What stands before the names of seeds: adj_, or adj2_ where the model has such names already. */
    private static String prefix(Graph graph, String kind) {
        long highest = Stream.concat(graph.inputs().stream(), graph.outputs().stream())
                .map(v -> SEEDED.matcher(v.name()))
                .filter(m -> m.lookingAt() && m.group(1).equals(kind))
                .mapToLong(m -> m.group(2).isEmpty() ? 1 : Long.parseLong(m.group(2)))
                .max()
                .orElse(0);
        return kind + (highest == 0 ? "" : Long.toString(highest + 1)) + "_";
    }

    private static void requireBorders(Graph forward, DiffRequest request) {
        List<String> outputs = forward.outputs().stream().map(Value::name).toList();
        Stream.concat(
                        request.wrt().stream().filter(x -> !forward.isInput(x)),
                        request.of().stream().filter(y -> !outputs.contains(y)))
                .findFirst()
                .ifPresent(between -> {
                    throw new DiffException("“" + between + "” is a value between, and CasADi knows inputs and outputs"
                            + " only: differentiate outputs by inputs, or leave --names out");
                });
    }
}
