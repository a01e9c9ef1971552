package dev.psld.autodiff;

import dev.psld.graph.Graph;
import dev.psld.graph.Inline;
import dev.psld.graph.Node;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The pullback of a node by that of the graph that it is written out as, put into the pullback graph. Stateless. */
final class Expanded {
    private Expanded() {}

    static void of(Pullback p, Differentiator differentiator, Function<Expansion, List<String>> body) {
        Node node = p.node();
        Expansion expansion = new Expansion(node.op(), p.opset(), p.type());
        new LinkedHashSet<>(node.inputs())
                .stream()
                        .filter(i -> !i.isEmpty())
                        .forEach(i -> expansion.input(p.graph().value(i)));
        List<String> written = new ArrayList<>(body.apply(expansion));
        for (int k = 0; k < written.size(); k++) {
            // An output that is an input, or that stands for two, gets a name of its own.
            if (node.inputs().contains(written.get(k)) || written.indexOf(written.get(k)) < k) {
                written.set(k, expansion.emit("Identity", written.get(k)));
            }
        }
        Map<String, String> feeds = new HashMap<>();
        node.inputs().forEach(i -> feeds.put(i, i));
        List<String> of = new ArrayList<>();
        Graph graph = expansion.graph(written);
        Set<String> wrt = active(p);
        Set<String> reached = reached(graph, wrt);
        for (int k = 0; k < node.outputs().size(); k++) {
            Optional<String> cotangent = p.cotangent(k);
            if (cotangent.isPresent() && k >= written.size()) {
                throw p.unsupported("what is differentiated depends on its output “"
                        + node.outputs().get(k) + "”, which has no derivative");
            }
            if (cotangent.isPresent() && reached.contains(written.get(k))) {
                of.add(written.get(k));
                feeds.put(DiffRequest.cotangent(written.get(k)), cotangent.get());
            }
        }
        Set<String> useful = useful(graph, of);
        List<String> by = wrt.stream().filter(useful::contains).toList();
        Map<String, String> given = of.isEmpty() || by.isEmpty()
                ? Map.of()
                : Inline.into(
                        p.builder(),
                        differentiator
                                .forParts()
                                .differentiate(graph, new DiffRequest(by, of, Mode.RECOMPUTE))
                                .vjp(),
                        feeds,
                        (name, tensor) -> p.constant(tensor));
        Set<String> done = new HashSet<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            String name = node.input(i);
            if (p.isActive(i) && done.add(name)) {
                Value value = p.graph().value(name);
                String cotangent = given.get(DiffRequest.cotangent(name));
                p.accumulate(i, cotangent == null ? p.zeros(value) : cotangent);
            }
            p.settle(i);
        }
    }

    private static Set<String> active(Pullback p) {
        Set<String> active = new LinkedHashSet<>();
        for (int i = 0; i < p.node().inputs().size(); i++) {
            if (p.isActive(i)) {
                active.add(p.node().input(i));
            }
        }
        return active;
    }

    private static Set<String> reached(Graph graph, Set<String> from) {
        Set<String> reached = new HashSet<>(from);
        for (Node node : graph.nodes()) {
            if (!FlatOps.contains(node.op()) && node.reads().anyMatch(reached::contains)) {
                node.outputs().stream()
                        .filter(o -> graph.value(o).type().isReal())
                        .forEach(reached::add);
            }
        }
        return reached;
    }

    private static Set<String> useful(Graph graph, List<String> of) {
        Set<String> useful = new HashSet<>(of);
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            if (!FlatOps.contains(node.op())
                    && node.outputs().stream()
                            .anyMatch(o ->
                                    useful.contains(o) && graph.value(o).type().isReal())) {
                node.reads().forEach(useful::add);
            }
        }
        return useful;
    }
}
