package dev.psld.graph;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An ONNX graph in memory, nodes in topological order. Immutable and thread-safe; tensors may be memory-mapped.
 *
 * <p>{@code constants} are the initialisers; {@code shapes} holds what is known of every value, the inputs, outputs and
 * constants included. Built by {@link GraphBuilder}, read by {@link OnnxReader}, checked by {@link GraphCheck}.
 */
public final class Graph {
    private final String name;
    private final Map<String, Long> opsets;
    private final List<Value> inputs;
    private final List<Value> outputs;
    private final Map<String, Tensor> constants;
    private final List<Node> nodes;
    private final Map<String, Value> values;
    private final Map<String, Node> producers;
    private final Set<String> fixed;

    Graph(
            String name,
            Map<String, Long> opsets,
            List<Value> inputs,
            List<Value> outputs,
            Map<String, Tensor> constants,
            List<Node> nodes,
            Map<String, Value> known) {
        this.name = name;
        this.opsets = Map.copyOf(opsets);
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
        this.nodes = List.copyOf(nodes);
        Map<String, Value> all = new LinkedHashMap<>(known);
        constants.forEach((n, t) -> all.put(n, new Value(n, t.type(), t.shape())));
        inputs.forEach(v -> all.put(v.name(), v));
        outputs.forEach(v -> all.putIfAbsent(v.name(), v));
        this.values = Collections.unmodifiableMap(all);
        Map<String, Node> made = new HashMap<>();
        nodes.forEach(n -> n.outputs().stream().filter(o -> !o.isEmpty()).forEach(o -> made.put(o, n)));
        this.producers = Map.copyOf(made);
        this.fixed = fixed(constants.keySet(), nodes);
    }

    public String name() {
        return name;
    }

    /** Version of the default operator set. */
    public long opset() {
        return opsets.getOrDefault("", opsets.getOrDefault("ai.onnx", 1L));
    }

    /** Operator-set versions by domain; the default domain is the empty string. */
    public Map<String, Long> opsets() {
        return opsets;
    }

    public List<Value> inputs() {
        return inputs;
    }

    public List<Value> outputs() {
        return outputs;
    }

    public Map<String, Tensor> constants() {
        return constants;
    }

    public List<Node> nodes() {
        return nodes;
    }

    /** Type and shape of everything that is known, by name. */
    public Map<String, Value> values() {
        return values;
    }

    /** Type and shape of a value that must be known. */
    public Value value(String valueName) {
        Value value = values.get(valueName);
        if (value == null) {
            throw new GraphException("the graph “" + name + "” has no value “" + valueName + "” of known shape; it has "
                    + names(values.keySet()));
        }
        return value;
    }

    public Shape shape(String valueName) {
        return value(valueName).shape();
    }

    public Optional<Tensor> constant(String valueName) {
        return Optional.ofNullable(constants.get(valueName));
    }

    /** True for a constant and for what nodes make of constants alone: its value does not depend on the inputs. */
    public boolean isFixed(String valueName) {
        return fixed.contains(valueName);
    }

    private static Set<String> fixed(Set<String> constants, List<Node> nodes) {
        Set<String> fixed = new HashSet<>(constants);
        for (Node node : nodes) {
            List<String> reads = node.reads().toList();
            if (!reads.isEmpty() && !node.op().startsWith("Random") && fixed.containsAll(reads)) {
                fixed.addAll(node.outputs());
            }
        }
        fixed.remove("");
        return Set.copyOf(fixed);
    }

    /** The node that makes a value; empty for inputs and constants. */
    public Optional<Node> producer(String valueName) {
        return Optional.ofNullable(producers.get(valueName));
    }

    public boolean isInput(String valueName) {
        return inputs.stream().anyMatch(v -> v.name().equals(valueName));
    }

    /** A builder that starts as a copy of this graph. */
    public GraphBuilder toBuilder() {
        return new GraphBuilder(this);
    }

    private static String names(java.util.Collection<String> all) {
        return all.size() <= 12 ? String.join(", ", all) : all.size() + " others";
    }
}
