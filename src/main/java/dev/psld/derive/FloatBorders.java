package dev.psld.derive;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Value;
import java.util.HashMap;
import java.util.Map;

/** Puts casts behind the inputs and before the outputs of half precision, which become float32 under their own names. Stateless. */
final class FloatBorders {
    private FloatBorders() {}

    static Graph of(Graph graph) {
        GraphBuilder wide = new GraphBuilder(graph.name(), graph.opset());
        graph.opsets().forEach(wide::opset);
        graph.values().keySet().forEach(wide::reserve);
        Map<String, String> inside = new HashMap<>();
        for (Value input : graph.inputs()) {
            wide.input(isHalf(input) ? widened(input) : input);
        }
        graph.constants().forEach(wide::constant);
        for (Value input : graph.inputs()) {
            if (isHalf(input)) {
                String half = wide.emit("Cast", Attributes.of("to", ElementType.FLOAT16.code()), input.name());
                wide.know(input.renamed(half));
                inside.put(input.name(), half);
            }
        }
        graph.outputs().stream().filter(FloatBorders::isHalf).forEach(output -> {
            String half = wide.fresh("half");
            wide.know(output.renamed(half));
            inside.put(output.name(), half);
        });
        for (Node node : graph.nodes()) {
            wide.add(node.renamed(inside));
            node.outputs().stream()
                    .filter(o -> graph.values().containsKey(o) && !inside.containsKey(o))
                    .forEach(o -> wide.know(graph.value(o)));
        }
        for (Value output : graph.outputs()) {
            if (isHalf(output)) {
                wide.emitAs(
                        output.name(),
                        "Cast",
                        Attributes.of("to", ElementType.FLOAT.code()),
                        inside.getOrDefault(output.name(), ""));
                wide.output(widened(output));
            } else {
                wide.output(output);
            }
        }
        return wide.build();
    }

    private static boolean isHalf(Value value) {
        return value.type() == ElementType.FLOAT16;
    }

    private static Value widened(Value value) {
        return value.as(ElementType.FLOAT);
    }
}
