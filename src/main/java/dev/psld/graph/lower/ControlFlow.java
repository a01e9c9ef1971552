package dev.psld.graph.lower;

import dev.psld.graph.DeadCode;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.GraphException;
import dev.psld.graph.Node;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
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
    /** How the name of a node begins that chooses between the results of both branches of an If. */
    static final String CHOICE = "choice of ";

    private static final String UNEQUAL = "its branches give results of different shapes";

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
            "SequenceMap",
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
                    case "If", "SplitToSequence" -> Stream.of(n.input(0));
                    default -> Stream.of();
                })
                .filter(n -> !n.isEmpty() && graph.constant(n).isEmpty() && !graph.isInput(n))
                .distinct()
                .toList();
    }

    /** The graph with what constants decide about written out; empty where there is nothing of that kind. */
    public static Optional<Graph> lowered(Graph graph) {
        return lowered(graph, false);
    }

    /**
     * The same with a choice in place of every other If. What decides may become constant by folding, so that this comes
     * last.
     */
    public static Optional<Graph> chosen(Graph graph) {
        return lowered(graph, true);
    }

    /** Refuses a choice between results of different shapes, which the shapes of the finished graph show. */
    public static void requireEqualShapes(Graph graph, String source) {
        graph.nodes().stream()
                .filter(n -> n.name().startsWith(CHOICE) && n.op().equals("Where"))
                .filter(n -> !graph.shape(n.input(1)).equals(graph.shape(n.input(2))))
                .findFirst()
                .ifPresent(n -> {
                    throw refused(source, n.name().substring(CHOICE.length()), UNEQUAL);
                });
    }

    private static Optional<Graph> lowered(Graph graph, boolean choosing) {
        GraphBuilder builder = new GraphBuilder(graph.name(), graph.opset());
        graph.opsets().forEach(builder::opset);
        graph.inputs().forEach(builder::input);
        graph.constants().forEach(builder::constant);
        graph.nodes().forEach(n -> n.outputs().forEach(builder::reserve));
        graph.nodes().forEach(builder::reserve);
        Lowering lowering = new Lowering(graph, builder, choosing);
        boolean changed = false;
        for (Node node : graph.nodes()) {
            BiPredicate<Node, Lowering> form = node.domain().isEmpty() && FORMS.containsKey(node.op())
                    ? FORMS.getOrDefault(node.op(), (n, w) -> false)
                    : SEQUENCES.contains(node.op()) ? Sequences::written : (n, w) -> false;
            boolean written = form.test(node, lowering);
            boolean maker = node.outputs().stream().anyMatch(lowering.sequences()::containsKey);
            changed |= written && !maker;
            if (!written || maker) {
                // What makes a sequence stays until nothing reads it: its readers may be written by a later pass only.
                builder.add(node);
            }
        }
        graph.values().values().forEach(builder::know);
        graph.outputs().forEach(o -> builder.output(o.name(), o.type(), -1));
        Graph made = DeadCode.prune(builder.build());
        return changed || made.nodes().size() < graph.nodes().size() ? Optional.of(made) : Optional.empty();
    }

    /** Inputs of the graph that conditions, numbers of steps and places of its control flow are computed from. */
    public static List<String> deciding(Graph graph) {
        Set<String> behind = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>();
        graph.nodes().stream()
                .filter(ControlFlow::is)
                .flatMap(n -> n.inputs().stream().limit(1))
                .filter(behind::add)
                .forEach(open::add);
        while (!open.isEmpty()) {
            graph.producer(open.remove())
                    .ifPresent(n -> n.reads().filter(behind::add).forEach(open::add));
        }
        return behind.stream()
                .filter(graph::isInput)
                .filter(i -> !graph.value(i).type().isReal())
                .toList();
    }

    /** What to tell of a graph that still has some of these. */
    public static GraphException remaining(Graph graph, String source) {
        // A sequence is often open because of the loop that fills it.
        Node node = graph.nodes().stream()
                .filter(ControlFlow::is)
                .min(Comparator.comparing(n -> !FORMS.containsKey(n.op())))
                .orElseThrow();
        String why = switch (node.op()) {
            case "Loop" -> "its number of steps is computed at run time";
            case "Scan" -> "the length that it scans is not known";
            case "If" -> UNEQUAL;
            default -> "it handles a sequence whose elements are computed at run time";
        };
        return refused(source, node.label(), why);
    }

    private static GraphException refused(String source, String label, String why) {
        return new GraphException(source + " has " + label + ", and " + why
                + ": export the model with this control flow traced or unrolled, so that the graph has none");
    }
}
