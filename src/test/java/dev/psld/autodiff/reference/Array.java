package dev.psld.autodiff.reference;

import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** A tensor whose elements are doubles, whatever type it says; booleans are 0 and 1. Immutable by convention. */
public final class Array {
    private final ElementType type;
    private final int[] dims;
    private final double[] values;

    Array(ElementType type, int[] dims, double[] values) {
        this.type = type;
        this.dims = dims;
        this.values = values;
        if (size(dims) != values.length) {
            throw new IllegalArgumentException(Arrays.toString(dims) + " has not " + values.length + " elements");
        }
    }

    public static Array of(Tensor tensor) {
        return new Array(tensor.type(), ints(tensor.shape().toArray()), tensor.toDoubles());
    }

    public static Array of(ElementType type, Shape shape, double... values) {
        return new Array(type, ints(shape.toArray()), values);
    }

    /** An array whose elements are a function of their place. */
    static Array build(ElementType type, int[] dims, ToDoubleFunction<int[]> element) {
        double[] values = new double[size(dims)];
        int[] at = new int[dims.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = element.applyAsDouble(at);
            for (int d = dims.length - 1; d >= 0 && ++at[d] == dims[d]; d--) {
                at[d] = 0;
            }
        }
        return new Array(type, dims, values);
    }

    public ElementType type() {
        return type;
    }

    public Shape shape() {
        return Shape.of(Arrays.stream(dims).asLongStream().toArray());
    }

    public double[] values() {
        return values;
    }

    public Tensor tensor() {
        return type.isReal()
                ? Tensor.real(type, shape(), values)
                : Tensor.longs(
                        shape(), Arrays.stream(values).mapToLong(v -> (long) v).toArray());
    }

    int[] dims() {
        return dims;
    }

    int rank() {
        return dims.length;
    }

    /** The element at a place; axes of length 1 are stretched, and axes in front that this array lacks are skipped. */
    double at(int... place) {
        int index = 0;
        int lead = place.length - dims.length;
        for (int d = 0; d < dims.length; d++) {
            index = index * dims[d] + (dims[d] == 1 ? 0 : place[d + lead]);
        }
        return values[index];
    }

    int index(int... place) {
        int index = 0;
        for (int d = 0; d < dims.length; d++) {
            index = index * dims[d] + place[d];
        }
        return index;
    }

    Array map(DoubleUnaryOperator f) {
        return new Array(type, dims, Arrays.stream(values).map(f).toArray());
    }

    Array with(Array b, DoubleBinaryOperator f) {
        return build(type, broadcast(dims, b.dims), p -> f.applyAsDouble(at(p), b.at(p)));
    }

    Array as(ElementType other) {
        return new Array(other, dims, values);
    }

    Array shaped(int... other) {
        return new Array(type, other, values);
    }

    int[] ints() {
        return Arrays.stream(values).mapToInt(v -> (int) v).toArray();
    }

    static int[] ints(long[] longs) {
        return Arrays.stream(longs)
                .mapToInt(v -> (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, v)))
                .toArray();
    }

    static int size(int[] dims) {
        return Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    }

    static int[] broadcast(int[] a, int[] b) {
        return ints(Shape.broadcast(
                        Shape.of(Arrays.stream(a).asLongStream().toArray()),
                        Shape.of(Arrays.stream(b).asLongStream().toArray()))
                .toArray());
    }
}
