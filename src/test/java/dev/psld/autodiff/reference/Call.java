package dev.psld.autodiff.reference;

import dev.psld.graph.Attributes;
import dev.psld.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** One node with its input values. Immutable. */
record Call(Node node, List<Optional<Array>> inputs, long opset) {

    Array in(int i) {
        return inputs.get(i).orElseThrow();
    }

    Optional<Array> optional(int i) {
        return i < inputs.size() ? inputs.get(i) : Optional.empty();
    }

    Attributes attributes() {
        return node.attributes();
    }

    double real(String name, double otherwise) {
        return attributes().real(name, otherwise);
    }

    int integer(String name, int otherwise) {
        return (int) attributes().integer(name, otherwise);
    }

    /** Integers of input {@code i}, or of an attribute in older opsets. */
    Optional<int[]> ints(int i, String attribute) {
        return optional(i)
                .map(Array::ints)
                .or(() -> attributes().integers(attribute).map(Array::ints));
    }

    int[] ints(String attribute, int[] otherwise) {
        return attributes().integers(attribute).map(Array::ints).orElse(otherwise);
    }

    static int[] axes(int[] axes, int rank) {
        return Arrays.stream(axes).map(a -> a < 0 ? a + rank : a).toArray();
    }

    static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    static int[] repeat(int value, int times) {
        return IntStream.generate(() -> value).limit(times).toArray();
    }
}
