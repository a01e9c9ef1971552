package dev.psld.graph.symbolic;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Constants that depend on sizes, as values that are computed from these. Not thread-safe; one for a graph in the making. */
final class OpenConstants {
    /** Numbers up to which a constant of one shape is put together number by number. */
    private static final long FEW = 256;

    private final GraphBuilder builder;
    private final Samples samples;
    private final SizeNodes sizes;
    private final Map<List<Tensor>, String> made = new HashMap<>();

    OpenConstants(GraphBuilder builder, Samples samples, SizeNodes sizes) {
        this.builder = builder;
        this.samples = samples;
        this.sizes = sizes;
    }

    /**
     * The value that stands for these tensors.
     *
     * @param tensors one for each combination of sizes, not all equal
     * @return empty where no formula was found
     */
    Optional<String> value(List<Tensor> tensors) {
        if (made.containsKey(tensors)) {
            return Optional.ofNullable(made.get(tensors));
        }
        Tensor first = tensors.get(0);
        boolean alike = tensors.stream()
                .allMatch(t -> t.type() == first.type()
                        && t.shape().rank() == first.shape().rank());
        if (!alike || first.type() == ElementType.STRING) {
            return Optional.empty();
        }
        boolean fixed = tensors.stream().allMatch(t -> t.shape().equals(first.shape()));
        Optional<String> value = fixed && first.shape().size() <= FEW ? listed(tensors) : spread(tensors);
        value.ifPresent(v -> made.put(tensors, v));
        return value;
    }

    /** Number by number. */
    private Optional<String> listed(List<Tensor> tensors) {
        Shape shape = tensors.get(0).shape();
        ElementType type = tensors.get(0).type();
        double[][] all = numbers(tensors);
        if (type.isReal()) {
            List<String> parts = new ArrayList<>();
            for (int k = 0; k < shape.size(); k++) {
                Optional<String> part = scalar(type, column(all, k));
                if (part.isEmpty()) {
                    return Optional.empty();
                }
                parts.add(sizes.emit("Reshape", part.get(), builder.vector(1)));
            }
            String joined = parts.size() == 1
                    ? parts.get(0)
                    : builder.emit("Concat", Attributes.of("axis", 0), parts.toArray(String[]::new));
            return Optional.of(shaped(joined, shape));
        }
        List<Polynomial> entries = new ArrayList<>();
        for (int k = 0; k < shape.size(); k++) {
            Optional<Polynomial> entry = Polynomial.through(samples, wholes(column(all, k)));
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            entries.add(entry.get());
        }
        String vector = sizes.vector(entries);
        return Optional.of(shaped(type == ElementType.INT64 ? vector : cast(vector, type), shape));
    }

    private String shaped(String vector, Shape shape) {
        return shape.rank() == 1 ? vector : sizes.emit("Reshape", vector, builder.vector(shape.toArray()));
    }

    /** Numbers that grow by the same step along each axis, or are all one. */
    private Optional<String> spread(List<Tensor> tensors) {
        ElementType type = tensors.get(0).type();
        int rank = tensors.get(0).shape().rank();
        double[][] all = numbers(tensors);
        List<Polynomial> dims = new ArrayList<>();
        for (int d = 0; d < rank; d++) {
            int axis = d;
            Optional<Polynomial> dim = Polynomial.through(
                    samples,
                    tensors.stream().mapToLong(t -> t.shape().dim(axis)).toArray());
            if (dim.isEmpty()) {
                return Optional.empty();
            }
            dims.add(dim.get());
        }
        double[] starts = column(all, 0);
        double[][] steps = new double[rank][];
        for (int d = 0; d < rank; d++) {
            steps[d] = new double[all.length];
        }
        for (int j = 0; j < all.length; j++) {
            Shape shape = tensors.get(j).shape();
            if (shape.size() == 0) {
                return Optional.empty();
            }
            if (!isLinear(all[j], shape, type, j, steps)) {
                return Triangle.of(tensors, samples).map(t -> t.value(sizes, builder, dims));
            }
        }
        Optional<String> sum = scalar(type, starts);
        for (int d = 0; d < rank && sum.isPresent(); d++) {
            if (Arrays.stream(steps[d]).anyMatch(s -> s != 0)) {
                Optional<String> step = scalar(type, steps[d]);
                if (step.isEmpty()) {
                    return Optional.empty();
                }
                long[] along = LongStream.range(0, rank).map(i -> 1).toArray();
                along[d] = -1;
                String index = cast(sizes.range(dims.get(d)), type);
                String shaped = sizes.emit("Reshape", index, builder.vector(along));
                sum = Optional.of(sizes.emit("Add", sum.get(), sizes.emit("Mul", shaped, step.get())));
            }
        }
        return sum.map(s -> sizes.emit("Expand", s, sizes.vector(dims)));
    }

    private static boolean isLinear(double[] values, Shape shape, ElementType type, int sample, double[][] steps) {
        int rank = shape.rank();
        long[] strides = new long[rank];
        long stride = 1;
        for (int d = rank - 1; d >= 0; d--) {
            strides[d] = stride;
            stride *= shape.dim(d);
        }
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        for (int d = 0; d < rank; d++) {
            long last = shape.dim(d) - 1;
            steps[d][sample] = last == 0 ? 0 : (values[Math.toIntExact(last * strides[d])] - values[0]) / (double) last;
        }
        double allowed = type.isReal() ? 1e-6 * largest : 0;
        for (int i = 0; i < values.length; i++) {
            double want = values[0];
            for (int d = 0; d < rank; d++) {
                want += steps[d][sample] * (i / strides[d] % shape.dim(d));
            }
            if (!(Math.abs(want - values[i]) <= allowed)) {
                return false;
            }
        }
        return true;
    }

    /** One number of a type that depends on sizes. */
    private Optional<String> scalar(ElementType type, double... values) {
        if (Arrays.stream(values).allMatch(v -> v == values[0])) {
            return Optional.of(builder.constant(number(type, values[0])));
        }
        if (type == ElementType.BOOL) {
            return Optional.empty();
        }
        Optional<Polynomial> whole = Arrays.stream(values).allMatch(v -> v == Math.rint(v) && Math.abs(v) < 1L << 53)
                ? Polynomial.through(samples, wholes(values))
                : Optional.empty();
        if (whole.isPresent()) {
            return Optional.of(cast(sizes.emit("Squeeze", sizes.vector(whole.get())), type));
        }
        double rounding = type == ElementType.FLOAT16 ? 1e-3 : type == ElementType.BFLOAT16 ? 1e-2 : 1e-6;
        return type.isReal()
                ? SymbolPower.through(samples, rounding, values).map(p -> sizes.real(p, type))
                : Optional.empty();
    }

    static Tensor number(ElementType type, double value) {
        if (type.isReal()) {
            return Tensor.scalar(type, value);
        }
        byte[] little = new byte[type.bytes()];
        long whole = (long) value;
        for (int b = 0; b < little.length; b++) {
            little[b] = (byte) (whole >> (8 * b));
        }
        return new Tensor(type, Shape.of(), java.nio.ByteBuffer.wrap(little));
    }

    private String cast(String value, ElementType type) {
        return type == ElementType.INT64 ? value : sizes.emit("Cast", Attributes.of("to", type.code()), value);
    }

    private static double[][] numbers(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::toDoubles).toArray(double[][]::new);
    }

    private static double[] column(double[][] all, int k) {
        return Arrays.stream(all).mapToDouble(row -> row[k]).toArray();
    }

    private static long[] wholes(double... values) {
        return Arrays.stream(values).mapToLong(v -> (long) v).toArray();
    }
}
