package dev.psld.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A graph whose nodes are being exchanged. Not thread-safe; used once. What is asked is answered from the graph as it was;
 * {@link #build} puts the nodes back into an order in which each comes after what it reads.
 */
public final class Rewiring {
    private final Graph graph;
    private final GraphBuilder names;
    private final Map<String, List<Node>> readers = new HashMap<>();
    private final Map<String, String> instead = new HashMap<>();
    private final Map<String, Tensor> constants;
    private final Map<String, Value> known;
    private final List<Node> nodes = new ArrayList<>();
    private final Set<Node> gone = new HashSet<>();

    public Rewiring(Graph graph) {
        this.graph = graph;
        this.names = graph.toBuilder();
        this.constants = new LinkedHashMap<>(graph.constants());
        this.known = new LinkedHashMap<>(graph.values());
        nodes.addAll(graph.nodes());
        graph.nodes()
                .forEach(node -> node.reads()
                        .forEach(name -> readers.computeIfAbsent(name, n -> new ArrayList<>())
                                .add(node)));
    }

    /** Nodes that read a value, in the graph's order. */
    public List<Node> readers(String value) {
        return readers.getOrDefault(value, List.of());
    }

    /** The node that alone reads a value, where it is of this kind and no output of the graph needs the value. */
    public Optional<Node> only(String value, String op) {
        List<Node> all = readers(value);
        boolean alone = all.size() == 1
                && all.get(0).op().equals(op)
                && graph.outputs().stream().noneMatch(o -> o.name().equals(value));
        return alone ? Optional.of(all.get(0)) : Optional.empty();
    }

    /** The node that makes a value, where it is of this kind. */
    public Optional<Node> made(String value, String op) {
        return graph.producer(value).filter(node -> node.op().equals(op));
    }

    /** Adds a constant under a fresh name. */
    public String constant(String stem, Tensor tensor) {
        String name = names.fresh(stem);
        constants.put(name, tensor);
        return name;
    }

    public String fresh(String stem) {
        return names.fresh(stem);
    }

    public void add(Node node) {
        nodes.add(node);
    }

    /** Notes the type and shape of a value that an added node makes. */
    public void know(Value value) {
        known.put(value.name(), value);
    }

    public void remove(Node node) {
        gone.add(node);
    }

    /** Lets every reader of one value read another. */
    public void redirect(String from, String to) {
        instead.put(from, to);
    }

    public Graph build() {
        GraphBuilder builder = new GraphBuilder(graph.name(), graph.opset());
        graph.opsets().forEach(builder::opset);
        graph.inputs().forEach(builder::input);
        constants.forEach(builder::constant);
        ordered().forEach(builder::add);
        known.values().forEach(builder::know);
        graph.outputs().forEach(builder::output);
        return DeadCode.prune(builder.build());
    }

    private List<Node> ordered() {
        List<Node> kept = new ArrayList<>();
        for (Node node : nodes) {
            if (!gone.contains(node)) {
                kept.add(new Node(
                        node.name(),
                        node.op(),
                        node.domain(),
                        node.inputs().stream()
                                .map(name -> instead.getOrDefault(name, name))
                                .toList(),
                        node.outputs(),
                        node.attributes().withNames(instead)));
            }
        }
        Map<String, Node> makers = new HashMap<>();
        kept.forEach(node -> node.outputs().forEach(name -> makers.put(name, node)));
        makers.remove("");
        List<Node> order = new ArrayList<>();
        Set<Node> done = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>();
        for (Node root : kept) {
            open.push(root);
            while (!open.isEmpty()) {
                Node next = open.peek();
                List<Node> before = next.reads()
                        .map(makers::get)
                        .filter(maker -> maker != null && !done.contains(maker))
                        .toList();
                if (before.isEmpty()) {
                    open.pop();
                    if (done.add(next)) {
                        order.add(next);
                    }
                } else {
                    before.forEach(open::push);
                }
            }
        }
        return order;
    }
}
