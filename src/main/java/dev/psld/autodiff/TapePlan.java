package dev.psld.autodiff;

import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which forward values a pullback keeps and which it computes again, so that the kept bytes are fewest. Immutable.
 *
 * <p>A minimum cut: every value is an edge whose capacity is its size; the source feeds the graph's inputs and the results
 * of dear operators; cheap operators let the flow through; the values that the pullback asks for drain into the sink.
 * Constants and what is made of constants only carry no flow, so they cost nothing.
 *
 * @param kept values to hand over, forward inputs among them, in forward order
 * @param again forward nodes that the pullback runs once more, in forward order
 */
record TapePlan(List<Value> kept, List<Node> again) {

    TapePlan {
        kept = List.copyOf(kept);
        again = List.copyOf(again);
    }

    /** The plan with fewest bytes; among equals the one that computes least again. */
    static TapePlan smallest(Graph forward, Collection<String> needed) {
        List<Value> values = computed(forward);
        Map<String, Integer> index = new HashMap<>();
        values.forEach(v -> index.put(v.name(), index.size()));
        int source = 2 * values.size();
        int sink = source + 1;
        MinCut cut = new MinCut(sink + 1);
        for (Value value : values) {
            int v = at(index, value.name());
            cut.edge(2 * v, 2 * v + 1, value.bytes());
            forward.producer(value.name())
                    .filter(n -> CheapOps.contains(forward, n))
                    .ifPresentOrElse(
                            n -> n.inputs().stream()
                                    .filter(index::containsKey)
                                    .forEach(i -> cut.edge(2 * at(index, i) + 1, 2 * v, MinCut.INFINITE)),
                            () -> cut.edge(source, 2 * v, MinCut.INFINITE));
        }
        needed.stream().filter(index::containsKey).forEach(n -> cut.edge(2 * at(index, n) + 1, sink, MinCut.INFINITE));
        BitSet late = cut.sinkSide(source, sink);
        Set<String> kept = new HashSet<>();
        for (Value value : values) {
            int v = at(index, value.name());
            if (late.get(2 * v + 1) && !late.get(2 * v)) {
                kept.add(value.name());
            }
        }
        return of(forward, needed, kept);
    }

    private static int at(Map<String, Integer> index, String name) {
        return Objects.requireNonNull(index.get(name));
    }

    /** The plan that keeps these values and the forward inputs. */
    static TapePlan given(Graph forward, Collection<String> needed, Collection<String> tape) {
        Set<String> available = new HashSet<>(tape);
        forward.inputs().forEach(v -> available.add(v.name()));
        return of(forward, needed, available);
    }

    /** The plan that keeps the forward inputs only and computes everything else again. */
    static TapePlan recompute(Graph forward, Collection<String> needed) {
        Set<String> inputs = new HashSet<>();
        forward.inputs().forEach(v -> inputs.add(v.name()));
        return of(forward, needed, inputs);
    }

    /** The plan that keeps these of the values. */
    static TapePlan of(Graph forward, Collection<String> needed, Set<String> available) {
        Set<String> open = new LinkedHashSet<>(needed);
        Set<String> kept = new HashSet<>();
        List<Node> again = new ArrayList<>();
        for (int i = forward.nodes().size() - 1; i >= 0; i--) {
            Node node = forward.nodes().get(i);
            boolean run = false;
            for (String output : node.outputs()) {
                if (open.contains(output)) {
                    boolean keep = available.contains(output);
                    run |= !keep;
                    if (keep) {
                        kept.add(output);
                    }
                }
            }
            if (run) {
                again.add(node);
                node.reads().forEach(open::add);
            }
        }
        Collections.reverse(again);
        forward.inputs().stream().map(Value::name).filter(open::contains).forEach(kept::add);
        return new TapePlan(
                computed(forward).stream().filter(v -> kept.contains(v.name())).toList(), again);
    }

    /** Everything but constants, and but what constants alone make, in forward order. */
    private static List<Value> computed(Graph forward) {
        List<Value> values = new ArrayList<>(forward.inputs());
        for (Node node : forward.nodes()) {
            node.outputs().stream()
                    .filter(o -> !o.isEmpty() && !forward.isFixed(o))
                    .forEach(o -> values.add(forward.value(o)));
        }
        return values;
    }

    long bytes() {
        return kept.stream().mapToLong(Value::bytes).sum();
    }
}
