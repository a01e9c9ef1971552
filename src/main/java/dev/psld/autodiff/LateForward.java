package dev.psld.autodiff;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the nodes of a pullback so that what depends on no cotangent (forward nodes that run again, what rules make of forward values
 * alone) is computed when it is used and not before. Used once.
 *
 * <p>A runtime may run nodes in any order that their values allow, and ONNX Runtime begins with those that wait for nothing: it would
 * hold all of them at once, several times the tape. So where such a value is large, the smallest of what its node reads gets a zero
 * added that is made of the cotangent that was there just before: no order can begin it earlier.
 */
final class LateForward {
    /** Bytes from which a value is worth waiting with. */
    static final long LARGE = 8L << 20;

    private static final Set<String> SHAPED_AS_READ = Set.of(
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Neg",
            "Sqrt",
            "Exp",
            "Reciprocal",
            "Pow",
            "Sigmoid",
            "Tanh",
            "Erf",
            "Abs",
            "Identity",
            "Reshape",
            "Transpose",
            "Squeeze",
            "Unsqueeze",
            "Flatten",
            "BatchNormalization",
            "Conv",
            "MatMul",
            "Softmax");

    private final GraphBuilder out;
    private final Map<String, Value> known;
    private final Set<String> exact;
    private final Set<String> fixed;
    private final Map<String, Node> waiting = new HashMap<>();
    private final Map<Node, Integer> place = new HashMap<>();
    /** Where a value waits for a cotangent: the number of that. */
    private final Map<String, Integer> since = new HashMap<>();

    private final Map<ElementType, String> zeros = new HashMap<>();
    private Optional<String> cotangent = Optional.empty();
    private int number;

    /**
     * @param out has the inputs and constants already
     * @param known forward values by the names that they have in the pullback
     * @param fixed what does not depend on any input
     */
    LateForward(GraphBuilder out, Map<String, Value> known, Set<String> fixed) {
        this.out = out;
        this.known = new HashMap<>(known);
        exact = Set.copyOf(known.keySet());
        this.fixed = fixed;
    }

    /**
     * Writes.
     *
     * @param again forward nodes that run again, in order
     * @param pullback its own nodes, in order
     * @param seeds the cotangents that come in
     */
    void write(List<Node> again, List<Node> pullback, Set<String> seeds) {
        List.of(again, pullback).forEach(nodes -> nodes.forEach(n -> n.outputs().forEach(out::reserve)));
        Set<String> pulled = new HashSet<>(seeds);
        List<Node> own = new ArrayList<>();
        again.forEach(this::wait);
        for (Node node : pullback) {
            if (node.reads().anyMatch(pulled::contains)) {
                pulled.addAll(node.outputs());
                own.add(node);
            } else {
                wait(node);
            }
        }
        for (Node node : own) {
            before(node).forEach(this::late);
            out.add(node);
            cotangent = Optional.of(node.output());
            number++;
            zeros.clear();
        }
        pullback.stream().filter(n -> waiting.containsKey(n.output())).forEach(n -> {
            before(n).forEach(this::late);
            late(n);
        });
    }

    private void wait(Node node) {
        place.put(node, place.size());
        node.outputs().stream().filter(o -> !o.isEmpty()).forEach(o -> waiting.put(o, node));
    }

    /** What waits and is read by a node, directly or by others, in order. */
    private List<Node> before(Node node) {
        Set<Node> found = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>(List.of(node));
        while (!open.isEmpty()) {
            open.pop()
                    .reads()
                    .forEach(r -> Optional.ofNullable(waiting.get(r))
                            .filter(n -> !n.equals(node) && found.add(n))
                            .ifPresent(open::push));
        }
        return found.stream()
                .sorted(Comparator.comparing(n -> place.getOrDefault(n, 0)))
                .toList();
    }

    private void late(Node node) {
        node.outputs().forEach(waiting::remove);
        learn(node);
        int waited = node.reads().mapToInt(r -> since.getOrDefault(r, -1)).max().orElse(-1);
        int waits = waited;
        Optional<String> gate = cotangent.isPresent() && waited < number && isLarge(node)
                ? smallest(node).filter(i -> waited < 0 || known(i).bytes() < LARGE)
                : Optional.empty();
        if (gate.isEmpty()) {
            out.add(node);
        } else {
            Value value = known(gate.get());
            String gated = out.emit("Add", value.name(), zero(value.type()));
            if (exact.contains(value.name())) {
                out.know(value.renamed(gated));
            }
            out.add(reading(node, value.name(), gated));
            waits = number;
        }
        int at = waits;
        node.outputs().forEach(o -> since.put(o, at));
    }

    private Value known(String name) {
        return Objects.requireNonNull(known.get(name));
    }

    private static Node reading(Node node, String value, String other) {
        List<String> inputs =
                node.inputs().stream().map(i -> i.equals(value) ? other : i).toList();
        return new Node(node.name(), node.op(), node.domain(), inputs, node.outputs(), node.attributes());
    }

    private boolean isLarge(Node node) {
        return node.outputs().stream().anyMatch(o -> known.containsKey(o) && known(o).bytes() >= LARGE);
    }

    /** The smallest of the real values that a node reads and that are not fixed. */
    private Optional<String> smallest(Node node) {
        return node.inputs().stream()
                .filter(i -> !i.isEmpty() && !fixed.contains(i) && known.containsKey(i))
                .filter(i -> known(i).type().isReal())
                .min(Comparator.comparingLong(i -> known(i).bytes()));
    }

    /** Notes type and size of what a rule makes of forward values, as far as they follow from what it reads: the size only roughly. */
    private void learn(Node node) {
        List<Value> read = node.inputs().stream()
                .filter(known::containsKey)
                .map(this::known)
                .filter(v -> v.type().isReal())
                .toList();
        if (known.containsKey(node.output()) || read.isEmpty()) {
            return;
        }
        boolean reduces = node.op().startsWith("Reduce") || node.op().startsWith("Global");
        if (reduces || SHAPED_AS_READ.contains(node.op())) {
            Value largest =
                    read.stream().max(Comparator.comparingLong(Value::bytes)).orElseThrow();
            known.put(
                    node.output(),
                    reduces ? new Value(node.output(), largest.type(), Shape.of()) : largest.renamed(node.output()));
        }
    }

    /** The number 0, which cannot be had before the last cotangent is there: nothing is less than itself. */
    private String zero(ElementType type) {
        return zeros.computeIfAbsent(type, t -> {
            String flat = out.emit("Reshape", cotangent.orElseThrow(), out.vector(-1));
            String first = cast(out.emit("Slice", flat, out.vector(0), out.vector(1)), ElementType.FLOAT);
            return out.emit("Squeeze", cast(out.emit("Less", first, first), t));
        });
    }

    private String cast(String value, ElementType type) {
        return out.emit("Cast", Attributes.of("to", type.code()), value);
    }
}
