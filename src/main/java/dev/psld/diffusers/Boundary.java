package dev.psld.diffusers;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Inline;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.HashMap;
import java.util.Map;

/**
 * A graph being built around exported ones: inputs and outputs by the names and types that bundles have, casts where an
 * exported graph has others. Not thread-safe; used once.
 */
final class Boundary {
    private final GraphBuilder builder;

    /** @param like whose operator sets it has */
    Boundary(String name, Graph like) {
        builder = new GraphBuilder(name, like.opset());
        like.opsets().forEach(builder::opset);
    }

    GraphBuilder builder() {
        return builder;
    }

    /** Declares a float input. */
    String input(String name, Shape shape) {
        return builder.input(new Value(name, ElementType.FLOAT, shape));
    }

    /** Declares an input of whole numbers. */
    String numbers(String name, Shape shape) {
        return builder.input(new Value(name, ElementType.INT64, shape));
    }

    /** Puts a graph in; its inputs are cast from and reshaped to what they are fed. Gives its outputs as floats. */
    Map<String, String> put(Graph graph, Map<String, Fed> feeds) {
        Map<String, String> cast = new HashMap<>();
        for (Value input : graph.inputs()) {
            Fed fed = feeds.get(input.name());
            if (fed != null) {
                String same = fed.type() == input.type() ? fed.name() : cast(fed.name(), input.type());
                boolean shaped = fed.shape().equals(input.shape());
                cast.put(
                        input.name(),
                        shaped
                                ? same
                                : builder.emit(
                                        "Reshape",
                                        same,
                                        builder.vector(input.shape().toArray())));
            }
        }
        Map<String, String> outputs = new HashMap<>(Inline.into(builder, graph, cast));
        for (Value output : graph.outputs()) {
            if (output.type().isReal() && output.type() != ElementType.FLOAT) {
                outputs.computeIfPresent(output.name(), (name, inner) -> cast(inner, ElementType.FLOAT));
            }
        }
        return outputs;
    }

    /** A value that takes an input's place. */
    record Fed(String name, ElementType type, Shape shape) {
        static Fed floats(String name, Shape shape) {
            return new Fed(name, ElementType.FLOAT, shape);
        }
    }

    /** Adds a constant to each element; the value itself where that is 0. */
    String shifted(String value, double by) {
        return by == 0 ? value : builder.emit("Add", value, builder.constant(Tensor.scalar(ElementType.FLOAT, by)));
    }

    /** Multiplies each element by a constant; the value itself where that is 1. */
    String scaled(String value, double by) {
        return by == 1 ? value : builder.emit("Mul", value, builder.constant(Tensor.scalar(ElementType.FLOAT, by)));
    }

    /** Gives a value the name of an output. */
    Boundary output(String name, String value) {
        builder.emitAs(name, "Identity", Attributes.NONE, value);
        builder.output(name, ElementType.FLOAT, -1);
        return this;
    }

    Graph build() {
        return builder.build();
    }

    private String cast(String value, ElementType type) {
        return builder.emit("Cast", Attributes.of("to", type.code()), value);
    }
}
