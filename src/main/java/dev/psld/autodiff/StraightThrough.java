package dev.psld.autodiff;

import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A value whose cotangent passes unchanged to another value of its shape, as if the graph copied the one to the other: the
 * estimator that trains quantisers, whose true derivative is zero. Immutable.
 *
 * @param value the quantised value, such as the sum z + (q − z) that stands for a detached difference, or a rounding
 * @param source where its cotangent goes; empty where the node that makes the value leaves one choice only
 */
public record StraightThrough(String value, Optional<String> source) {

    /**
     * Reads {@code VALUE=SOURCE}, {@code VALUE} or the name of a node, which stands for its first output.
     *
     * @param graph the graph as its author wrote it, whose names these are
     */
    public static StraightThrough parse(Graph graph, String text) {
        Optional<String> whole = find(graph, text);
        if (whole.isPresent()) {
            return new StraightThrough(whole.get(), Optional.empty());
        }
        int sign = text.lastIndexOf('=');
        if (sign > 0) {
            return new StraightThrough(
                    find(graph, text.substring(0, sign)).orElseThrow(() -> unknown(text.substring(0, sign))),
                    Optional.of(find(graph, text.substring(sign + 1))
                            .orElseThrow(() -> unknown(text.substring(sign + 1)))));
        }
        throw unknown(text);
    }

    private static DiffException unknown(String name) {
        return new DiffException("straight through “" + name
                + "”: the graph has neither a value nor a node of this name; a model viewer such as Netron shows them");
    }

    private static Optional<String> find(Graph graph, String name) {
        if (graph.isInput(name) || graph.producer(name).isPresent()) {
            return Optional.of(name);
        }
        return graph.nodes().stream()
                .filter(n -> n.name().equals(name) && !name.isEmpty())
                .map(Node::output)
                .findFirst();
    }

    /** The graph as the differentiation shall see it: at each of these values a copy of its source. */
    static Graph seen(Graph forward, List<StraightThrough> all) {
        Graph graph = forward;
        for (StraightThrough one : all) {
            graph = one.applied(graph);
        }
        return graph;
    }

    private Graph applied(Graph graph) {
        Node maker = graph.producer(value)
                .orElseThrow(() -> new DiffException(
                        "straight through “" + value + "”: no node makes this value, so there is nothing to pass by"));
        String from = source.orElseGet(() -> only(graph, maker));
        if (!graph.shape(from).equals(graph.shape(value))) {
            throw new DiffException("straight through “" + value + "” " + graph.shape(value) + " to “" + from + "” "
                    + graph.shape(from) + ": both must have one shape; name another source");
        }
        GraphBuilder seen = new GraphBuilder(graph.name(), graph.opset());
        graph.opsets().forEach(seen::opset);
        graph.inputs().forEach(seen::input);
        graph.constants().forEach(seen::constant);
        graph.values().values().forEach(seen::know);
        boolean made = graph.isInput(from) || graph.constant(from).isPresent();
        for (Node node : graph.nodes()) {
            if (!node.equals(maker)) {
                seen.add(node);
                made |= node.outputs().contains(from);
                continue;
            }
            if (!made) {
                throw new DiffException("straight through “" + value + "” to “" + from
                        + "”: the source is made after the value; name one that the value is made from");
            }
            String cut = seen.fresh(value);
            seen.know(graph.value(value).renamed(cut));
            List<String> outputs = new ArrayList<>(maker.outputs());
            outputs.replaceAll(o -> o.equals(value) ? cut : o);
            seen.add(new Node(maker.name(), maker.op(), maker.domain(), maker.inputs(), outputs, maker.attributes()));
            seen.add(new Node("", "Identity", "", List.of(from), List.of(value), Attributes.NONE));
        }
        graph.outputs().forEach(seen::output);
        return seen.build();
    }

    /** The one input that the cotangent can go to; z in z + (q − z). */
    private String only(Graph graph, Node maker) {
        Shape shape = graph.shape(value);
        List<String> fitting = maker.inputs().stream()
                .filter(i -> !i.isEmpty() && !graph.isFixed(i))
                .filter(i -> graph.value(i).type().isReal() && graph.shape(i).equals(shape))
                .distinct()
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        if (maker.op().equals("Add")) {
            for (String z : fitting) {
                boolean undone = fitting.stream()
                        .flatMap(other -> graph.producer(other).stream())
                        .anyMatch(n -> n.op().equals("Sub") && n.input(1).equals(z));
                if (undone) {
                    return z;
                }
            }
        }
        throw new DiffException("straight through “" + value + "”: " + maker.label()
                + (fitting.isEmpty() ? " has no real input of its shape" : " has several real inputs of its shape")
                + ", so say where the cotangent goes, as “" + value + "=SOURCE”");
    }
}
