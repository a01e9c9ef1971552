package dev.psld.derive;

import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.Value;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Shapes that depend on the data, not on the sizes of inputs, and why. Stateless. */
final class OpenShapes {
    private static final Set<String> SELECTING = Set.of("Compress", "NonMaxSuppression", "NonZero", "Unique");

    /** Which inputs of an operator decide about the shape of its result by their values. */
    private static final Map<String, List<Integer>> SIZING = Map.ofEntries(
            Map.entry("AffineGrid", List.of(1)),
            Map.entry("CenterCropPad", List.of(1)),
            Map.entry("Col2Im", List.of(0, 1, 2)),
            Map.entry("ConstantOfShape", List.of(0)),
            Map.entry("DFT", List.of(1, 2)),
            Map.entry("Expand", List.of(1)),
            Map.entry("MaxUnpool", List.of(2)),
            Map.entry("OneHot", List.of(1)),
            Map.entry("Pad", List.of(1, 3)),
            Map.entry("Range", List.of(0, 1, 2)),
            Map.entry("Reshape", List.of(1)),
            Map.entry("Resize", List.of(1, 2, 3)),
            Map.entry("STFT", List.of(1, 3)),
            Map.entry("Slice", List.of(1, 2, 3, 4)),
            Map.entry("Split", List.of(1)),
            Map.entry("Squeeze", List.of(1)),
            Map.entry("Tile", List.of(1)),
            Map.entry("TopK", List.of(1)),
            Map.entry("Unsqueeze", List.of(1)));

    private OpenShapes() {}

    /** What to say of a value of unknown shape in a graph whose inputs all have fixed ones. */
    static String reason(Graph graph, String value, String source) {
        String about = "the shape of “" + value + "” in " + source;
        Set<String> before = behind(graph, value);
        return first(graph, before, n -> SELECTING.contains(n.op()))
                .map(n -> about + " depends on the data, for " + n.label()
                        + " gives as many entries as it finds, and a pullback needs shapes that stay: export the"
                        + " model with Where in place of the selection, or name a value before it with --of")
                .or(() -> first(graph, before, n -> !open(graph, n).isEmpty())
                        .map(n -> about + " depends on the data, for " + n.label() + " " + taken(graph, n)))
                .orElseGet(
                        () -> about + " is not known, for ONNX Runtime does not infer what "
                                + graph.producer(value).map(Node::label).orElse("gives it")
                                + " gives: write that part of the model with other operators, or name a value before it with --of");
    }

    private static String taken(Graph graph, Node node) {
        String sizes = open(graph, node).get(0);
        List<String> inputs =
                behind(graph, sizes).stream().filter(graph::isInput).toList();
        String quoted = inputs.stream().collect(Collectors.joining("”, “", "“", "”"));
        boolean whole = inputs.stream().map(graph::value).map(Value::type).noneMatch(t -> t.isReal());
        return "takes its sizes from “" + sizes + "”, which depends on " + quoted
                + (whole
                        ? ": export the model with " + quoted
                                + " as a constant, or name a value before that node with --of"
                        : ", and a pullback needs shapes that stay: export the model with these sizes as constants, or name a"
                                + " value before that node with --of");
    }

    /** Inputs that decide about a node's shape and are not made of constants alone. */
    private static List<String> open(Graph graph, Node node) {
        return SIZING.getOrDefault(node.op(), List.of()).stream()
                .map(node::input)
                .filter(i -> !i.isEmpty() && !graph.isFixed(i))
                .toList();
    }

    private static Optional<Node> first(Graph graph, Set<String> values, Predicate<Node> is) {
        return values.stream()
                .flatMap(v -> graph.producer(v).stream())
                .filter(is)
                .findFirst();
    }

    /** A value and all that it is made of, the nearest first. */
    private static Set<String> behind(Graph graph, String value) {
        Set<String> seen = new LinkedHashSet<>(Set.of(value));
        ArrayDeque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            graph.producer(open.remove())
                    .ifPresent(n -> n.reads().filter(seen::add).forEach(open::add));
        }
        return seen;
    }
}
