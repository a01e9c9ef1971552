package dev.psld.autodiff;

import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.OutputReads;
import dev.psld.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which values carry cotangents: those that depend on what is differentiated by, and that what is differentiated depends
 * on, both along real values only. Immutable.
 */
final class Activity {
    private final Set<String> active;
    private final List<Node> cuts;

    private Activity(Set<String> active, List<Node> cuts) {
        this.active = Set.copyOf(active);
        this.cuts = List.copyOf(cuts);
    }

    /** Analyses a graph; a request that the graph cannot fulfil is an error that says why. */
    static Activity of(Graph graph, DiffRequest request) {
        request.wrt().forEach(name -> requireReal(graph, name));
        request.of().forEach(name -> requireReal(graph, name));
        Set<String> reached = new HashSet<>(request.wrt());
        Set<String> touched = new HashSet<>(request.wrt());
        List<Node> cuts = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.reads().anyMatch(reached::contains)) {
                List<String> real = node.outputs().stream()
                        .filter(o -> !o.isEmpty() && carries(graph, node, o, reached))
                        .toList();
                reached.addAll(real);
                if (real.isEmpty()) {
                    cuts.add(node);
                }
            }
            if (node.reads().anyMatch(touched::contains)) {
                touched.addAll(node.outputs());
            }
        }
        Set<String> useful = new HashSet<>(request.of());
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            node.outputs().stream()
                    .filter(o -> useful.contains(o) && carries(graph, node, o))
                    .toList()
                    .forEach(o -> OutputReads.of(node, o, graph.opsets()).forEach(useful::add));
        }
        for (String y : request.of()) {
            if (!reached.contains(y)) {
                throw noPath(graph, y, request, touched, reached);
            }
        }
        for (String x : request.wrt()) {
            if (!useful.contains(x)) {
                throw new DiffException("“" + x + "” does not influence " + quoted(request.of())
                        + " by any differentiable path, so its cotangent would be zero everywhere: differentiate by another"
                        + " value");
            }
        }
        reached.retainAll(useful);
        return new Activity(reached, cuts);
    }

    /** True where a path along real values that have derivatives leads from one value to the other. */
    static boolean leads(Graph graph, String from, String to) {
        Set<String> reached = new HashSet<>(Set.of(from));
        for (Node node : graph.nodes()) {
            if (node.reads().anyMatch(reached::contains)) {
                node.outputs().stream()
                        .filter(o -> !o.isEmpty() && carries(graph, node, o, reached))
                        .toList()
                        .forEach(reached::add);
            }
        }
        return reached.contains(to);
    }

    boolean isActive(String value) {
        return active.contains(value);
    }

    int size() {
        return active.size();
    }

    /** Nodes at which paths from the differentiated value end by definition. */
    List<Node> cuts() {
        return cuts;
    }

    private static boolean carries(Graph graph, Node node, String output, Set<String> reached) {
        return carries(graph, node, output)
                && OutputReads.of(node, output, graph.opsets()).anyMatch(reached::contains);
    }

    private static boolean carries(Graph graph, Node node, String output) {
        return graph.value(output).type().isReal() && !FlatOps.contains(node.op());
    }

    private static void requireReal(Graph graph, String name) {
        Value value = graph.value(name);
        if (!value.type().isReal()) {
            throw new DiffException("“" + name + "” holds " + value.type()
                    + " numbers, and only real values (float, double, float16) have cotangents"
                    + firstReal(graph, name)
                            .map(real -> ": name a real value instead, such as “" + real + "”, the first one behind it")
                            .orElse(""));
        }
    }

    /** The first real value that depends on another one. */
    private static Optional<String> firstReal(Graph graph, String name) {
        Set<String> behind = new HashSet<>(Set.of(name));
        for (Node node : graph.nodes()) {
            if (node.reads().anyMatch(behind::contains)) {
                behind.addAll(node.outputs());
                Optional<String> real = node.outputs().stream()
                        .filter(o -> !o.isEmpty() && graph.value(o).type().isReal())
                        .findFirst();
                if (real.isPresent()) {
                    return real;
                }
            }
        }
        return Optional.empty();
    }

    private static DiffException noPath(
            Graph graph, String y, DiffRequest request, Set<String> touched, Set<String> reached) {
        String by = quoted(request.wrt());
        return new DiffException(
                touched.contains(y)
                        ? "every path from " + by + " to “" + y
                                + "” ends at an operator whose derivative is zero or not" + " defined ("
                                + lastOnPath(graph, y, touched, reached).label()
                                + "), so the cotangent would be zero everywhere: differentiate by a value behind it"
                        : "“" + y + "” does not depend on " + by
                                + ": differentiate another output, or by another value");
    }

    /** The nearest node before y that a differentiable path comes to and that none leaves towards y. */
    private static Node lastOnPath(Graph graph, String y, Set<String> touched, Set<String> reached) {
        Set<String> seen = new HashSet<>(Set.of(y));
        ArrayDeque<String> open = new ArrayDeque<>(seen);
        while (true) {
            Node node = graph.producer(open.remove()).orElseThrow();
            if (node.reads().anyMatch(reached::contains)) {
                return node;
            }
            node.reads().filter(touched::contains).filter(seen::add).forEach(open::add);
        }
    }

    private static String quoted(List<String> names) {
        return "“" + String.join("”, “", names) + "”";
    }
}
