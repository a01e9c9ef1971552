package dev.psld.autodiff;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a pullback whose segments of the forward are computed again one at a time. What such a segment reads gets a zero added that is
 * made of the cotangents that the segments behind it gave: no order of the nodes can begin it earlier, so that what those held is free
 * by then. Used once.
 */
final class GatedSegments {
    private final Graph forward;
    private final SegmentPlan plan;
    private final List<Node> pullback;
    private final GraphBuilder out;
    /** Names of values in the pullback that are not those in the forward. */
    private final Map<String, String> names;

    private final Set<Node> written = new HashSet<>();

    /**
     * @param pullback its own nodes, in order
     * @param names what results are called
     * @param out has the inputs and constants already
     */
    GatedSegments(Graph forward, SegmentPlan plan, List<Node> pullback, Map<String, String> names, GraphBuilder out) {
        this.forward = forward;
        this.plan = plan;
        this.pullback = pullback;
        this.names = new HashMap<>(names);
        this.out = out;
        names.values().forEach(out::reserve);
        for (List<Node> nodes : List.of(forward.nodes(), pullback)) {
            nodes.forEach(n -> n.outputs().forEach(out::reserve));
            nodes.forEach(out::reserve);
        }
    }

    /** True where every node can be given inputs of other names. */
    static boolean can(Graph forward) {
        return forward.nodes().stream()
                .allMatch(n -> n.reads().count()
                        == n.inputs().stream().filter(i -> !i.isEmpty()).count());
    }

    /** @param inside whether the values that are kept are made in the pullback too, from the forward's inputs */
    void write(boolean inside) {
        int segments = plan.starts().size() - 1;
        if (inside) {
            Set<String> inputs = new HashSet<>();
            forward.inputs().forEach(v -> inputs.add(v.name()));
            List<String> kept = plan.kept(forward).stream().map(Value::name).toList();
            List<Node> first = TapePlan.of(forward, kept, inputs).again();
            first.forEach(n -> forward(n, Map.of()));
            for (Node node : plan.tape().again()) {
                if (written.contains(node) && !forward.isFixed(node.output())) {
                    node.outputs().stream().filter(o -> !o.isEmpty()).forEach(o -> names.put(o, out.fresh(o)));
                }
            }
        }
        List<List<Node>> again = new ArrayList<>();
        for (int k = 0; k < segments; k++) {
            again.add(new ArrayList<>());
        }
        Map<String, Integer> level = new HashMap<>();
        Set<Node> run = new HashSet<>(plan.tape().again());
        for (int i = 0; i < forward.nodes().size(); i++) {
            Node node = forward.nodes().get(i);
            int segment = plan.of(i);
            if (!run.contains(node)) {
                continue;
            }
            if (forward.isFixed(node.output()) || !plan.again().get(segment)) {
                forward(node, Map.of());
            } else {
                again.get(segment).add(node);
                node.outputs().forEach(o -> level.put(o, segment));
            }
        }
        List<List<Node>> pulled = new ArrayList<>();
        for (int k = 0; k <= segments; k++) {
            pulled.add(new ArrayList<>());
        }
        Map<String, Integer> madeAt = new HashMap<>();
        for (Node node : pullback) {
            int own = node.reads()
                    .mapToInt(r -> level.getOrDefault(r, segments))
                    .min()
                    .orElse(segments);
            pulled.get(own).add(node);
            node.outputs().forEach(o -> level.put(o, own));
            node.outputs().forEach(o -> madeAt.put(o, own));
        }
        for (int k = segments; k >= 0; k--) {
            if (k < segments && !again.get(k).isEmpty()) {
                segment(again.get(k), frontier(pulled, madeAt, k));
            }
            pulled.get(k).forEach(n -> out.add(n.renamed(names)));
        }
    }

    /** What the pullback up to segment k takes over from that of the segments behind it, as far as it comes last. */
    private static List<String> frontier(List<List<Node>> pulled, Map<String, Integer> madeAt, int k) {
        Set<String> frontier = new LinkedHashSet<>();
        for (List<Node> nodes : pulled.subList(0, k + 1)) {
            nodes.forEach(
                    n -> n.reads().filter(r -> madeAt.getOrDefault(r, -1) > k).forEach(frontier::add));
        }
        int last =
                frontier.stream().mapToInt(f -> madeAt.getOrDefault(f, 0)).min().orElse(0);
        return frontier.stream().filter(f -> madeAt.getOrDefault(f, 0) == last).toList();
    }

    private void segment(List<Node> nodes, Collection<String> after) {
        Map<String, String> gated = new HashMap<>();
        if (!after.isEmpty()) {
            Set<String> own = new HashSet<>();
            nodes.forEach(n -> own.addAll(n.outputs()));
            Map<ElementType, String> zeros = new HashMap<>();
            String zero = zero(after);
            for (Node node : nodes) {
                node.reads()
                        .filter(r -> !own.contains(r) && !forward.isFixed(r) && !gated.containsKey(r))
                        .filter(r -> forward.value(r).type().isReal())
                        .forEach(r -> gated.put(
                                r,
                                out.emit(
                                        "Add",
                                        names.getOrDefault(r, r),
                                        zeros.computeIfAbsent(forward.value(r).type(), type -> cast(zero, type)))));
                gated.forEach((r, name) -> out.know(forward.value(r).renamed(name)));
            }
        }
        nodes.forEach(n -> forward(n, gated));
    }

    private void forward(Node node, Map<String, String> gated) {
        if (written.contains(node) && forward.isFixed(node.output())) {
            return;
        }
        Map<String, String> called = new HashMap<>();
        node.reads().forEach(r -> called.put(r, gated.getOrDefault(r, names.getOrDefault(r, r))));
        node.outputs().stream().filter(o -> !o.isEmpty()).forEach(o -> {
            called.put(o, names.getOrDefault(o, o));
            out.know(forward.value(o).renamed(names.getOrDefault(o, o)));
        });
        Node copy = node.renamed(called);
        out.add(
                written.add(node)
                        ? copy
                        : new Node("", copy.op(), copy.domain(), copy.inputs(), copy.outputs(), copy.attributes()));
    }

    /** The number 0, which cannot be had before these values are there: nothing is less than itself. */
    private String zero(Collection<String> after) {
        List<String> first = new ArrayList<>();
        for (String value : after) {
            String flat = out.emit("Reshape", names.getOrDefault(value, value), out.vector(-1));
            first.add(cast(out.emit("Slice", flat, out.vector(0), out.vector(1)), ElementType.FLOAT));
        }
        String joined = out.emit("Concat", Attributes.of("axis", 0), first.toArray(String[]::new));
        String never = cast(out.emit("Less", joined, joined), ElementType.FLOAT);
        return out.emit("ReduceMax", Attributes.of("keepdims", 0), never);
    }

    private String cast(String value, ElementType type) {
        return out.emit("Cast", Attributes.of("to", type.code()), value);
    }
}
