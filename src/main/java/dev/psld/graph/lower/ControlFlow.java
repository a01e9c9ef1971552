package dev.psld.graph.lower;

import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.GraphException;
import dev.psld.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * If, Loop, Scan and sequences written out as plain nodes, as far as what decides about them is constant: a branch in place
 * of an If, the steps of a Loop or Scan one after the other, the elements of a sequence by themselves. An If whose condition
 * is computed becomes both branches and a choice between their results. Stateless.
 */
public final class ControlFlow {
    private static final Map<String, BiPredicate<Node, Lowering>> FORMS = Map.of(
            "If", Branches::written,
            "Loop", LoopSteps::written,
            "Scan", ScanSteps::written);

    private static final Set<String> SEQUENCES = Set.of(
            "ConcatFromSequence",
            "SequenceAt",
            "SequenceConstruct",
            "SequenceEmpty",
            "SequenceErase",
            "SequenceInsert",
            "SequenceLength",
            "SplitToSequence");

    private ControlFlow() {}

    /** True where the graph has any of these. */
    public static boolean isIn(Graph graph) {
        return graph.nodes().stream().anyMatch(ControlFlow::is);
    }

    private static boolean is(Node node) {
        return node.domain().isEmpty() && (FORMS.containsKey(node.op()) || SEQUENCES.contains(node.op()));
    }

    /** Values whose shapes decide about the writing: a pass without them may leave nodes as they are. */
    public static List<String> asks(Graph graph) {
        return graph.nodes().stream()
                .flatMap(n -> switch (n.op()) {
                    case "Scan" -> n.inputs().stream();
                    case "SplitToSequence" -> Stream.of(n.input(0));
                    default -> Stream.of();
                })
                .filter(n -> !n.isEmpty() && graph.constant(n).isEmpty() && !graph.isInput(n))
                .distinct()
                .toList();
    }

    /** The graph with what could be written out; empty where nothing could. */
    public static Optional<Graph> lowered(Graph graph) {
        GraphBuilder builder = new GraphBuilder(graph.name(), graph.opset());
        graph.opsets().forEach(builder::opset);
        graph.inputs().forEach(builder::input);
        graph.constants().forEach(builder::constant);
        graph.nodes().forEach(n -> n.outputs().forEach(builder::reserve));
        Lowering lowering = new Lowering(graph, builder);
        boolean changed = false;
        for (Node node : graph.nodes()) {
            BiPredicate<Node, Lowering> form = node.domain().isEmpty() && FORMS.containsKey(node.op())
                    ? FORMS.getOrDefault(node.op(), (n, w) -> false)
                    : SEQUENCES.contains(node.op()) ? Sequences::written : (n, w) -> false;
            if (form.test(node, lowering)) {
                changed = true;
            } else {
                builder.add(node);
            }
        }
        graph.values().values().forEach(builder::know);
        graph.outputs().forEach(o -> builder.output(o.name(), o.type(), -1));
        return changed ? Optional.of(builder.build()) : Optional.empty();
    }

    /** What to tell of a graph that still has some of these. */
    public static GraphException remaining(Graph graph, String source) {
        Node node = graph.nodes().stream().filter(ControlFlow::is).findFirst().orElseThrow();
        String why = switch (node.op()) {
            case "Loop" -> "its number of steps is computed at run time";
            case "Scan" -> "the length that it scans is not known";
            case "If" -> "its branches give results of different shapes";
            default -> "it handles a sequence whose elements are computed at run time";
        };
        return new GraphException(source + " has " + node.label() + ", and " + why
                + ": export the model with this control flow traced or unrolled, so that the graph has none");
    }
}
