package dev.psld.graph.shape;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphException;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.Map;
import java.util.Optional;

/** What a node reads, as its shape is inferred. Immutable view of the maps. */
record Operands(Node node, long opset, Map<String, Value> values, Map<String, Tensor> constants) {

    Attributes attributes() {
        return node.attributes();
    }

    boolean has(int i) {
        return node.hasInput(i);
    }

    Shape shape(int i) {
        return value(i).shape();
    }

    int rank(int i) {
        return shape(i).rank();
    }

    ElementType type(int i) {
        return value(i).type();
    }

    ElementType typeOfFirst() {
        return node.hasInput(0) ? type(0) : ElementType.FLOAT;
    }

    private Value value(int i) {
        return Optional.ofNullable(values.get(node.input(i)))
                .orElseThrow(() -> new GraphException("the shape of “" + node.input(i) + "” is not known"));
    }

    /** The integers of an input, which must be constant. */
    long[] integers(int i) {
        return Optional.ofNullable(constants.get(node.input(i)))
                .orElseThrow(() -> new GraphException(node.label() + " reads “" + node.input(i)
                        + "”, which decides about a shape and is no constant"))
                .toLongs();
    }

    /** Integers that are an input in newer opsets and an attribute in older ones. */
    Optional<long[]> integers(int i, String attribute) {
        return has(i) ? Optional.of(integers(i)) : attributes().integers(attribute);
    }

    int axis(String name, long otherwise, int rank) {
        return axis(attributes().integer(name, otherwise), rank);
    }

    static int axis(long axis, int rank) {
        return Math.toIntExact(axis < 0 ? axis + rank : axis);
    }

    Shape stretched() {
        Shape shape = shape(0);
        for (int i = 1; i < node.inputs().size(); i++) {
            shape = has(i) ? Shape.broadcast(shape, shape(i)) : shape;
        }
        return shape;
    }
}
