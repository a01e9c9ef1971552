package dev.psld.operator;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;

/** A graph of float tensors in the making, the shape of every value noted. Not thread-safe; used once. */
final class TypedGraphBuilder {
    static final long OPSET = 17;
    private final GraphBuilder builder;

    TypedGraphBuilder(String name) {
        this(new GraphBuilder(name, OPSET));
    }

    TypedGraphBuilder(GraphBuilder builder) {
        this.builder = builder;
    }

    GraphBuilder builder() {
        return builder;
    }

    String input(String name, Shape shape) {
        return builder.input(new Value(name, ElementType.FLOAT, shape));
    }

    String emit(Shape shape, String op, Attributes attributes, String... inputs) {
        String output = builder.emit(op, attributes, inputs);
        builder.know(new Value(output, ElementType.FLOAT, shape));
        return output;
    }

    String emit(Shape shape, String op, String... inputs) {
        return emit(shape, op, Attributes.NONE, inputs);
    }

    /** Gives a value its outward name and declares it an output. */
    TypedGraphBuilder output(String name, Shape shape, String value) {
        builder.emitAs(name, "Identity", Attributes.NONE, value);
        builder.output(new Value(name, ElementType.FLOAT, shape));
        return this;
    }

    Graph build() {
        return builder.build();
    }
}
