package dev.psld.autodiff;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import dev.psld.graph.shape.StaticShapes;
import java.util.List;

/**
 * A node written out with simpler operators, for a pullback that is theirs. Not thread-safe; lives while its rule runs.
 * Shapes are known as values are emitted: {@link #shape}. Operators that {@link StaticShapes} does not know are an error.
 */
public final class Expansion extends Emitter {
    private final StaticShapes shapes = new StaticShapes();

    Expansion(String name, long opset, ElementType type) {
        super(new GraphBuilder(name, opset), type);
    }

    void input(Value value) {
        builder().input(value);
        shapes.know(value);
    }

    /** The shape of a value that was emitted or is an input of the node. */
    public Shape shape(String value) {
        return known(value).shape();
    }

    private Value known(String value) {
        return shapes.value(value)
                .or(() -> builder().constantOf(value).map(t -> new Value(value, t.type(), t.shape())))
                .orElseThrow();
    }

    @Override
    public String emit(String op, Attributes attributes, String... inputs) {
        return emitMany(op, 1, attributes, inputs).get(0);
    }

    @Override
    public List<String> emitMany(String op, int count, Attributes attributes, String... inputs) {
        for (String input : inputs) {
            builder().constantOf(input).ifPresent(t -> shapes.constant(input, t));
        }
        List<String> outputs = builder().emitMany(op, count, attributes, inputs);
        shapes.infer(new Node("", op, "", List.of(inputs), outputs, attributes), opset())
                .forEach(value -> {
                    shapes.know(value);
                    builder().know(value);
                });
        return outputs;
    }

    Graph graph(List<String> outputs) {
        outputs.forEach(o -> builder().output(known(o)));
        return builder().build();
    }
}
