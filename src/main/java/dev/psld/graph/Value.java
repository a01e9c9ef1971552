package dev.psld.graph;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A named tensor of a graph: input, output or intermediate, with its type and shape. Immutable.
 *
 * @param symbols names of the open dimensions, one place for each dimension of the shape, empty where it is fixed or has no
 *     name; an empty list where none has one
 */
public record Value(String name, ElementType type, Shape shape, List<String> symbols) {
    public Value {
        symbols = symbols.stream().allMatch(String::isEmpty) ? List.of() : List.copyOf(symbols);
        if (!symbols.isEmpty() && symbols.size() != shape.rank()) {
            throw new GraphException("“" + name + "” " + shape + " has " + symbols.size() + " names of dimensions");
        }
    }

    /** A value whose dimensions have no names. */
    public Value(String name, ElementType type, Shape shape) {
        this(name, type, shape, List.of());
    }

    /** Name of a dimension, or the empty string where it has none. */
    public String symbol(int axis) {
        return symbols.isEmpty() ? "" : symbols.get(axis);
    }

    /** Whether every dimension is fixed or has a name. */
    boolean isTold() {
        return IntStream.range(0, shape.rank())
                .allMatch(i -> shape.dim(i) >= 0 || !symbol(i).isEmpty());
    }

    /** Bytes that the value takes; the shape must be static. */
    public long bytes() {
        return shape.size() * type.bytes();
    }

    /** The same in another element type. */
    public Value as(ElementType other) {
        return new Value(name, other, shape, symbols);
    }

    public Value renamed(String other) {
        return new Value(other, type, shape, symbols);
    }
}
