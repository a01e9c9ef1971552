package dev.psld.graph.upgrade;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.GraphException;
import dev.psld.graph.Node;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.List;
import java.util.Optional;

/** A graph that is being written again at another opset, as a {@link Change} sees it. Not thread-safe; used once. */
final class Rewriting {
    private final Graph from;
    private final GraphBuilder to;

    Rewriting(Graph from, GraphBuilder to) {
        this.from = from;
        this.to = to;
    }

    /** The opset of the graph as it was. */
    long opset() {
        return from.opset();
    }

    Optional<Tensor> constant(String name) {
        return from.constant(name);
    }

    /** The element type of a value; where the file does not tell, that of what it is made from. */
    ElementType type(String name) {
        Value value = from.values().get(name);
        if (value != null) {
            return value.type();
        }
        return from.producer(name)
                .filter(n -> n.hasInput(0))
                .map(n -> n.op().equals("Cast")
                        ? ElementType.of((int) n.attributes().integer("to", 1))
                        : type(n.input(0)))
                .orElse(ElementType.FLOAT);
    }

    String vector(long... values) {
        return to.vector(values);
    }

    String vector(List<Long> values) {
        return to.vector(values.stream().mapToLong(Long::longValue).toArray());
    }

    /** A scalar of the element type that {@code like} has. */
    String scalar(String like, double value) {
        return to.constant(Tensor.scalar(type(like), value));
    }

    String constant(Tensor tensor) {
        return to.constant(tensor);
    }

    String emit(String op, Attributes attributes, String... inputs) {
        return to.emit(op, attributes, inputs);
    }

    String emit(String op, String... inputs) {
        return to.emit(op, inputs);
    }

    /** Ends a change: the node under its old name and with its old outputs. */
    void write(Node node, String op, Attributes attributes, String... inputs) {
        to.add(new Node(node.name(), op, node.domain(), List.of(inputs), node.outputs(), attributes));
    }

    /** The same where only the attributes changed. */
    void write(Node node, Attributes attributes) {
        write(node, node.op(), attributes, node.inputs().toArray(String[]::new));
    }

    GraphException refused(Node node, String why) {
        return new GraphException(node.label() + " of opset " + opset() + " cannot be written at opset "
                + OpsetUpgrade.OLDEST + ": " + why);
    }
}
