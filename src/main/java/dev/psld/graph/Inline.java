package dev.psld.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Puts one graph into another that is being built, under fresh names. Stateless. */
public final class Inline {
    private Inline() {}

    /**
     * Copies a graph's constants and nodes.
     *
     * @param feeds for each input of the graph the value of the builder that takes its place
     * @return for each output of the graph its name in the builder
     */
    public static Map<String, String> into(GraphBuilder builder, Graph graph, Map<String, String> feeds) {
        return into(builder, graph, feeds, (name, tensor) -> builder.constant(builder.fresh(name), tensor));
    }

    /**
     * The same with the constants put into the builder by the caller, who may let several graphs share one.
     *
     * @param place takes a constant's name in the graph and its value, gives its name in the builder
     */
    public static Map<String, String> into(
            GraphBuilder builder, Graph graph, Map<String, String> feeds, BiFunction<String, Tensor, String> place) {
        Map<String, String> names = new HashMap<>();
        names.put("", "");
        for (Value input : graph.inputs()) {
            String fed = feeds.get(input.name());
            if (fed == null) {
                throw new GraphException(
                        "the graph “" + graph.name() + "” needs the input “" + input.name() + "”, which nothing gives");
            }
            names.put(input.name(), fed);
        }
        graph.constants().forEach((n, t) -> names.put(n, place.apply(n, t)));
        for (Node node : graph.nodes()) {
            node.outputs().stream().filter(o -> !o.isEmpty()).forEach(o -> {
                String fresh = builder.fresh(o);
                names.put(o, fresh);
                Value known = graph.values().get(o);
                if (known != null) {
                    builder.know(known.renamed(fresh));
                }
            });
            node.attributes()
                    .ownInBodies()
                    .distinct()
                    .filter(o -> !o.isEmpty() && !graph.values().containsKey(o))
                    .forEach(o -> names.put(o, builder.fresh(o)));
            builder.add(new Node(
                    node.name().isEmpty() ? "" : builder.fresh(node.name()),
                    node.op(),
                    node.domain(),
                    renamed(node.inputs(), names),
                    renamed(node.outputs(), names),
                    node.attributes().withNames(names)));
        }
        Map<String, String> outputs = new HashMap<>();
        graph.outputs()
                .forEach(v ->
                        outputs.put(v.name(), renamed(List.of(v.name()), names).get(0)));
        return outputs;
    }

    private static List<String> renamed(List<String> all, Map<String, String> names) {
        return all.stream().map(n -> names.getOrDefault(n, n)).toList();
    }
}
