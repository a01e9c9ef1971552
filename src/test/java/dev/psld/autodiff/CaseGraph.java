package dev.psld.autodiff;

import dev.psld.autodiff.reference.Array;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;

/** Writes the small graph of a {@link RuleCase}, with seeded values for its inputs. Not thread-safe. */
final class CaseGraph {
    final GraphBuilder builder;
    final ElementType type;
    final Map<String, Array> inputs = new LinkedHashMap<>();
    final List<String> outputs = new ArrayList<>();
    private final Random random;

    CaseGraph(ElementType type, long opset, long seed) {
        this.type = type;
        builder = new GraphBuilder("case", opset);
        random = new Random(seed);
    }

    /** An input to differentiate by, normally distributed. */
    String x(long... dims) {
        return input(Shape.of(dims), random.doubles(Shape.of(dims).size()).map(v -> random.nextGaussian()));
    }

    /** An input to differentiate by, between two numbers. */
    String within(double from, double to, long... dims) {
        return input(Shape.of(dims), random.doubles(Shape.of(dims).size(), from, to));
    }

    /** An input to differentiate by with these values. */
    String values(long[] dims, double... values) {
        return input(Shape.of(dims), DoubleStream.of(values));
    }

    private String input(Shape shape, DoubleStream values) {
        String name = builder.input("x" + inputs.size(), type, shape.toArray());
        inputs.put(name, Array.of(type, shape, values.toArray()));
        return name;
    }

    /** The shape of an input made here. */
    long[] dims(String input) {
        return Optional.ofNullable(inputs.get(input)).orElseThrow().shape().toArray();
    }

    /** A constant, normally distributed. */
    String fixed(long... dims) {
        Shape shape = Shape.of(dims);
        return builder.constant(Tensor.real(
                type,
                shape,
                random.doubles(shape.size()).map(v -> random.nextGaussian()).toArray()));
    }

    /** A constant row of these values. */
    String fixedTo(double... values) {
        return builder.constant(Tensor.real(type, Shape.of(values.length), values));
    }

    /** A constant between ½ and 2. */
    String positive(long... dims) {
        Shape shape = Shape.of(dims);
        return builder.constant(
                Tensor.real(type, shape, random.doubles(shape.size(), 0.5, 2).toArray()));
    }

    String scalar(double value) {
        return builder.constant(Tensor.scalar(type, value));
    }

    String bool(boolean value) {
        byte[] bytes = {(byte) (value ? 1 : 0)};
        return builder.constant(new Tensor(ElementType.BOOL, Shape.of(), ByteBuffer.wrap(bytes)));
    }

    String ints(long... values) {
        return builder.vector(values);
    }

    String ints(Shape shape, long... values) {
        return builder.constant(Tensor.longs(shape, values));
    }

    /** An input that is left out: by name where the opset allows that, else an empty tensor. */
    String absent() {
        return builder.opset() > 12 ? "" : builder.constant(Tensor.floats(Shape.of(0)));
    }

    String op(String op, String... ins) {
        return builder.emit(op, ins);
    }

    String op(String op, Attributes attributes, String... ins) {
        return builder.emit(op, attributes, ins);
    }

    List<String> ops(String op, int count, Attributes attributes, String... ins) {
        return builder.emitMany(op, count, attributes, ins);
    }

    /** Makes a value one of those that are differentiated, beside what the case returns. */
    void also(String output) {
        outputs.add(output);
    }
}
