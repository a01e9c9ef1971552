package dev.psld.graph;

/** A named tensor of a graph: input, output or intermediate, with its type and shape. Immutable. */
public record Value(String name, ElementType type, Shape shape) {

    /** Bytes that the value takes; the shape must be static. */
    public long bytes() {
        return shape.size() * type.bytes();
    }

    public Value renamed(String other) {
        return new Value(other, type, shape);
    }
}
