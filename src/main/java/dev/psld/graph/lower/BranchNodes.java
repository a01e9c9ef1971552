package dev.psld.graph.lower;

import dev.psld.graph.Attributes;
import dev.psld.graph.BranchBody;
import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.RandomNodes;
import dev.psld.graph.Rewiring;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Choices between the results of both branches of an If made into one If again, once the shapes of all values are known: what
 * only one side of a choice needs becomes its branch, and runs only where that is taken. Choices between results of several
 * shapes, and those that nothing belongs to, stay. Used once; not thread-safe.
 */
public final class BranchNodes {
    private static final Set<String> COPIES = Set.of("Identity", "Reshape", "Squeeze", "Unsqueeze");
    private static final String FURTHER = " output \\d+$";
    private static final int YES = 1;
    private static final int NO = 2;

    private final Graph graph;
    private final Set<String> pinned;
    private final Map<String, List<Node>> readers = new HashMap<>();

    private BranchNodes(Graph graph, Set<String> pinned) {
        this.graph = graph;
        this.pinned = pinned;
        graph.nodes()
                .forEach(n -> n.reads()
                        .distinct()
                        .forEach(r -> readers.computeIfAbsent(r, v -> new ArrayList<>())
                                .add(n)));
    }

    /**
     * The graph with its choices as If nodes.
     *
     * @param graph knows the shape of every value
     * @param kept values that stay outside of branches, beside the outputs
     */
    public static Graph of(Graph graph, Collection<String> kept) {
        Set<String> pinned = new HashSet<>(kept);
        graph.outputs().forEach(o -> pinned.add(o.name()));
        Graph made = graph;
        // From the front, so that an If inside a branch is one before the branch is.
        for (Node choice : graph.nodes()) {
            boolean open = isChoice(choice)
                    && made.producer(choice.output())
                            .filter(BranchNodes::isChoice)
                            .isPresent();
            if (open) {
                made = new BranchNodes(made, pinned).branched(choice.output());
            }
        }
        return made;
    }

    private static boolean isChoice(Node node) {
        return node.op().equals("Where") && node.name().startsWith(ControlFlow.CHOICE);
    }

    private Graph branched(String output) {
        List<Node> choices = together(graph.producer(output).orElseThrow());
        String condition = root(choices.get(0).input(0));
        List<Node> yes = side(choices, condition, YES);
        List<Node> no = side(choices, condition, NO);
        boolean scalar = graph.shape(choices.get(0).input(0)).size() == 1;
        if (!scalar || (yes.isEmpty() && no.isEmpty()) || !choices.stream().allMatch(this::keepsShape)) {
            return graph;
        }
        Rewiring wires = new Rewiring(graph);
        choices.forEach(wires::remove);
        String label = choices.get(0).name().substring(ControlFlow.CHOICE.length());
        wires.add(new Node(
                label,
                "If",
                "",
                List.of(choices.get(0).input(0)),
                choices.stream().map(Node::output).toList(),
                Attributes.of(
                        "then_branch", body("then", yes, choices, YES, wires),
                        "else_branch", body("else", no, choices, NO, wires))));
        return wires.build();
    }

    private boolean keepsShape(Node choice) {
        Shape shape = graph.shape(choice.output());
        return shape.equals(graph.shape(choice.input(YES))) && shape.equals(graph.shape(choice.input(NO)));
    }

    /** A choice and the others of its If, as far as none of them needs another one. */
    private List<Node> together(Node first) {
        String name = first.name().replaceFirst(FURTHER, "");
        Set<String> behind = new HashSet<>(first.outputs());
        List<Node> all = new ArrayList<>(List.of(first));
        for (Node node : graph.nodes()) {
            boolean later = node.reads().anyMatch(behind::contains);
            boolean same = !later
                    && !node.equals(first)
                    && isChoice(node)
                    && node.input(0).equals(first.input(0))
                    && node.name().replaceFirst(FURTHER, "").equals(name);
            if (same) {
                all.add(node);
            }
            if (same || later) {
                behind.addAll(node.outputs());
            }
        }
        return all;
    }

    /** A condition before what only shapes it. */
    private String root(String condition) {
        Optional<Node> maker = graph.producer(condition).filter(n -> COPIES.contains(n.op()));
        return maker.isPresent() ? root(maker.get().input(0)) : condition;
    }

    /**
     * What these choices need on one side, and nothing needs where the other one is taken. An optimiser may have made one of
     * equal values in the same branches of several choices: each gets its own again.
     */
    private List<Node> side(List<Node> choices, String condition, int side) {
        Set<Node> inside = new HashSet<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            List<String> outputs =
                    node.outputs().stream().filter(o -> !o.isEmpty()).toList();
            boolean own = outputs.stream().noneMatch(pinned::contains)
                    && !RandomNodes.draws(node)
                    && outputs.stream()
                            .allMatch(o -> readers.getOrDefault(o, List.of()).stream()
                                    .allMatch(r -> inside.contains(r) || reads(r, o, condition, side)));
            if (own) {
                inside.add(node);
            }
        }
        Set<String> needed = new HashSet<>();
        choices.forEach(c -> needed.add(c.input(side)));
        List<Node> taken = new ArrayList<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            if (inside.contains(node) && node.outputs().stream().anyMatch(needed::contains)) {
                taken.add(0, node);
                node.reads().forEach(needed::add);
            }
        }
        return taken;
    }

    /** Whether a node reads a value on one side of a choice by the condition alone. */
    private boolean reads(Node reader, String value, String condition, int side) {
        return isChoice(reader)
                && root(reader.input(0)).equals(condition)
                && reader.input(side).equals(value)
                && !reader.input(YES + NO - side).equals(value)
                && !reader.input(0).equals(value);
    }

    private Attributes.Subgraph body(String name, List<Node> nodes, List<Node> choices, int side, Rewiring wires) {
        BranchBody body = new BranchBody(name, graph.opsets(), wires::fresh);
        for (Node node : nodes) {
            body.add(node);
            node.outputs().stream().filter(o -> !o.isEmpty()).forEach(o -> body.know(graph.value(o)));
        }
        choices.forEach(c -> body.result(graph.value(c.input(side))));
        return body.written();
    }
}
