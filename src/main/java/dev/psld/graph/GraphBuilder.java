package dev.psld.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds a {@link Graph} node by node. Not thread-safe; used once and thrown away. Nodes must come in topological order. */
public final class GraphBuilder {
    /** Bytes up to which equal constants become one: axes, pads, scalars. */
    private static final int SMALL = 64;

    private String name;
    private final Map<String, Long> opsets = new LinkedHashMap<>();
    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Value> known = new LinkedHashMap<>();
    private final Map<Tensor, String> small = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    /** Names given out by {@link #fresh} that nothing has yet. */
    private final Set<String> promised = new HashSet<>();

    private final Map<String, Integer> next = new LinkedHashMap<>();

    /** An empty graph on one version of the default operator set. */
    public GraphBuilder(String name, long opset) {
        this.name = name;
        opsets.put("", opset);
    }

    GraphBuilder(Graph from) {
        name = from.name();
        opsets.putAll(from.opsets());
        inputs.addAll(from.inputs());
        outputs.addAll(from.outputs());
        from.constants().forEach(this::put);
        nodes.addAll(from.nodes());
        known.putAll(from.values());
        taken.addAll(from.values().keySet());
        from.nodes().forEach(n -> taken.addAll(n.outputs()));
        from.nodes().forEach(this::reserve);
    }

    public GraphBuilder name(String other) {
        name = other;
        return this;
    }

    public long opset() {
        return opsets.getOrDefault("", 1L);
    }

    public GraphBuilder opset(String domain, long version) {
        opsets.put(domain, version);
        return this;
    }

    /** Declares an input and gives its name back. */
    public String input(Value value) {
        claim(value.name());
        inputs.add(value);
        return value.name();
    }

    public String input(String valueName, ElementType type, long... dims) {
        return input(new Value(valueName, type, Shape.of(dims)));
    }

    /** Declares an output; its value must be made by a node, an input or a constant. */
    public GraphBuilder output(Value value) {
        outputs.add(value);
        return this;
    }

    public GraphBuilder output(String valueName, ElementType type, long... dims) {
        return output(new Value(valueName, type, Shape.of(dims)));
    }

    public GraphBuilder clearOutputs() {
        outputs.clear();
        return this;
    }

    /** Adds a constant under exactly this name. */
    public String constant(String valueName, Tensor tensor) {
        claim(valueName);
        put(valueName, tensor);
        return valueName;
    }

    /** Adds a constant under a fresh name; an equal small constant that is already there is used again. */
    public String constant(Tensor tensor) {
        if (isSmall(tensor)) {
            String known = small.get(tensor);
            if (known != null) {
                return known;
            }
        }
        return constant(fresh("c"), tensor);
    }

    /** The constant of this name; empty for any other value. */
    public Optional<Tensor> constantOf(String valueName) {
        return Optional.ofNullable(constants.get(valueName));
    }

    /** An int64 vector constant: axes, pads, a shape. */
    public String vector(long... values) {
        return constant(Tensor.vector(values));
    }

    /** Adds a node with one output and gives the output's fresh name. */
    public String emit(String op, Attributes attributes, String... ins) {
        return emitAs(fresh(op.toLowerCase(java.util.Locale.ROOT)), op, attributes, ins);
    }

    public String emit(String op, String... ins) {
        return emit(op, Attributes.NONE, ins);
    }

    /** Adds a node whose single output has exactly this name. */
    public String emitAs(String output, String op, Attributes attributes, String... ins) {
        add(new Node("", op, "", List.of(ins), List.of(output), attributes));
        return output;
    }

    /** Adds a node with several outputs under fresh names. */
    public List<String> emitMany(String op, int count, Attributes attributes, String... ins) {
        List<String> outs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outs.add(fresh(op.toLowerCase(java.util.Locale.ROOT)));
        }
        add(new Node("", op, "", List.of(ins), outs, attributes));
        return outs;
    }

    /** Appends a ready node. */
    public GraphBuilder add(Node node) {
        node.outputs().stream().filter(o -> !o.isEmpty()).forEach(o -> {
            taken.add(o);
            promised.remove(o);
        });
        reserve(node);
        nodes.add(node);
        return this;
    }

    /** Notes the type and shape of an intermediate value. */
    public GraphBuilder know(Value value) {
        known.put(value.name(), value);
        return this;
    }

    /** A name that nothing has yet, made from a stem. */
    public String fresh(String stem) {
        int i = next.getOrDefault(stem, 0);
        while (taken.contains(stem + "_" + i)) {
            i++;
        }
        next.put(stem, i + 1);
        String fresh = stem + "_" + i;
        taken.add(fresh);
        promised.add(fresh);
        return fresh;
    }

    /** Keeps the names that a node and what its bodies make have from being given out as fresh ones. */
    public GraphBuilder reserve(Node node) {
        reserve(node.name());
        node.attributes().ownInBodies().forEach(this::reserve);
        return this;
    }

    /** Keeps a name from being given out as a fresh one: a value that is still to come has it. */
    public GraphBuilder reserve(String valueName) {
        if (taken.add(valueName)) {
            promised.add(valueName);
        }
        return this;
    }

    private void put(String valueName, Tensor tensor) {
        constants.put(valueName, tensor);
        if (isSmall(tensor)) {
            small.putIfAbsent(tensor, valueName);
        }
    }

    private static boolean isSmall(Tensor tensor) {
        return tensor.data().remaining() <= SMALL;
    }

    private void claim(String valueName) {
        if (!taken.add(valueName) && !promised.remove(valueName)) {
            throw new GraphException("the name “" + valueName + "” is used twice in the graph “" + name + "”");
        }
    }

    /** The graph without a check: the body of an If, Loop or Scan may read values of the graph around it. */
    public Graph buildOpen() {
        return new Graph(name, opsets, inputs, outputs, constants, nodes, known);
    }

    public Graph build() {
        Graph graph = buildOpen();
        GraphCheck.check(graph);
        return graph;
    }
}
