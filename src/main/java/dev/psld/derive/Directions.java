package dev.psld.derive;

import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Puts a graph for one direction into another graph, for any number of directions: what depends on the direction is the body
 * of a Scan, everything else runs once. Not thread-safe; used for one graph that is being built.
 */
final class Directions {
    private final GraphBuilder builder;
    private final Map<Tensor, String> placed = new HashMap<>();

    /** @param there constants that the builder has already, to be used again */
    Directions(GraphBuilder builder, Map<String, Tensor> there) {
        this.builder = builder;
        there.forEach((name, tensor) -> placed.putIfAbsent(tensor, name));
    }

    /**
     * Adds the graph.
     *
     * @param seeds for each input that is a direction, the value that has all of them along a first axis more
     * @return for each output the value that has the results along a first axis more; other inputs are read by their names
     */
    UnaryOperator<String> scan(Graph each, Map<String, String> seeds) {
        GraphBuilder body = new GraphBuilder("direction", each.opset());
        each.opsets().forEach(body::opset);
        Map<String, String> names = new HashMap<>();
        Set<String> inside = new HashSet<>();
        List<String> stacked = new ArrayList<>();
        for (Value input : each.inputs()) {
            String all = seeds.get(input.name());
            if (all != null) {
                stacked.add(all);
                inside.add(input.name());
                names.put(input.name(), body.input(input.renamed(builder.fresh(input.name()))));
            }
        }
        each.constants().forEach((name, tensor) -> names.put(name, placed.computeIfAbsent(tensor, builder::constant)));
        for (Node node : each.nodes()) {
            boolean own = node.reads().anyMatch(inside::contains);
            node.outputs().stream().filter(o -> !o.isEmpty()).forEach(o -> {
                names.put(o, builder.fresh(o));
                if (own) {
                    inside.add(o);
                }
            });
            Node named = node.renamed(names);
            // No name of its own: the graph around may have the same node.
            (own ? body : builder)
                    .add(new Node("", named.op(), named.domain(), named.inputs(), named.outputs(), named.attributes()));
        }
        List<String> results = new ArrayList<>();
        Map<String, String> made = new HashMap<>();
        for (Value output : each.outputs()) {
            String name = names.getOrDefault(output.name(), output.name());
            String copy = body.emitAs(builder.fresh(output.name()), "Identity", Attributes.NONE, name);
            body.output(output.renamed(copy));
            results.add(builder.fresh(output.name()));
            made.put(output.name(), results.get(results.size() - 1));
        }
        Attributes attributes =
                Attributes.of("body", Attributes.Subgraph.of(body.buildOpen()), "num_scan_inputs", stacked.size());
        builder.add(new Node("", "Scan", "", stacked, results, attributes));
        return output -> Objects.requireNonNull(made.get(output));
    }
}
