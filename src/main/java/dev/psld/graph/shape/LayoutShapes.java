package dev.psld.graph.shape;

import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Shapes of what operators that move elements about make, and of reductions. Stateless. */
final class LayoutShapes {
    private LayoutShapes() {}

    static Shape reduced(Operands in) {
        int rank = in.rank(0);
        boolean arg = in.node().op().startsWith("Arg");
        long[] given = arg
                ? new long[] {in.attributes().integer("axis", 0)}
                : in.integers(1, "axes").orElse(new long[0]);
        boolean none = given.length == 0 && in.attributes().integer("noop_with_empty_axes", 0) != 0;
        int[] axes = given.length > 0
                ? Arrays.stream(given).mapToInt(a -> Operands.axis(a, rank)).toArray()
                : none ? new int[0] : IntStream.range(0, rank).toArray();
        boolean keep = in.attributes().integer("keepdims", 1) != 0;
        List<Long> dims = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            int axis = i;
            if (Arrays.stream(axes).noneMatch(a -> a == axis)) {
                dims.add(in.shape(0).dim(i));
            } else if (keep) {
                dims.add(1L);
            }
        }
        return new Shape(dims);
    }

    static Shape reshaped(Operands in) {
        long[] dims = in.integers(1).clone();
        long rest = in.shape(0).size();
        int open = -1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == 0 && in.attributes().integer("allowzero", 0) == 0) {
                dims[i] = in.shape(0).dim(i);
            }
            if (dims[i] == -1) {
                open = i;
            } else if (dims[i] > 0) {
                rest /= dims[i];
            }
        }
        if (open >= 0) {
            dims[open] = rest;
        }
        return Shape.of(dims);
    }

    static Shape transposed(Operands in) {
        int rank = in.rank(0);
        long[] reversed = LongStream.range(0, rank).map(i -> rank - 1 - i).toArray();
        return Shape.of(Arrays.stream(in.attributes().integers("perm").orElse(reversed))
                .map(i -> in.shape(0).dim((int) i))
                .toArray());
    }

    static Shape concatenated(Operands in) {
        int axis = in.axis("axis", 0, in.rank(0));
        long sum = IntStream.range(0, in.node().inputs().size())
                .mapToLong(i -> in.shape(i).dim(axis))
                .sum();
        return in.shape(0).with(axis, sum);
    }

    static Shape sliced(Operands in) {
        Shape shape = in.shape(0);
        long[] starts = in.integers(1);
        long[] ends = in.integers(2);
        long[] axes =
                in.has(3) ? in.integers(3) : LongStream.range(0, starts.length).toArray();
        for (int i = 0; i < starts.length; i++) {
            int axis = Operands.axis(axes[i], shape.rank());
            long size = in.shape(0).dim(axis);
            long step = in.has(4) ? in.integers(4)[i] : 1;
            long low = step > 0 ? 0 : -1;
            long high = step > 0 ? size : size - 1;
            long start = Math.max(Math.max(low, 0), Math.min(high, starts[i] < 0 ? starts[i] + size : starts[i]));
            long end = Math.max(low, Math.min(high, ends[i] < 0 ? Math.max(ends[i] + size, low) : ends[i]));
            long span = step > 0 ? end - start : start - end;
            long stride = Math.abs(step);
            shape = shape.with(axis, Math.max(0, (span + stride - 1) / stride));
        }
        return shape;
    }

    static Shape padded(Operands in) {
        long[] pads = in.integers(1);
        int rank = in.rank(0);
        long[] dims = in.shape(0).toArray();
        for (int i = 0; i < rank; i++) {
            dims[i] += pads[i] + pads[rank + i];
        }
        return Shape.of(dims);
    }

    static Shape squeezed(Operands in) {
        int rank = in.rank(0);
        List<Long> dims = new ArrayList<>(in.shape(0).dims());
        int[] axes = in.integers(1, "axes")
                .map(a -> Arrays.stream(a).mapToInt(x -> Operands.axis(x, rank)).toArray())
                .orElseGet(() -> IntStream.range(0, rank)
                        .filter(i -> in.shape(0).dim(i) == 1)
                        .toArray());
        Arrays.sort(axes);
        for (int i = axes.length - 1; i >= 0; i--) {
            dims.remove(axes[i]);
        }
        return new Shape(dims);
    }

    static Shape unsqueezed(Operands in) {
        long[] axes = in.integers(1, "axes").orElse(new long[0]);
        int rank = in.rank(0) + axes.length;
        List<Long> dims = new ArrayList<>(in.shape(0).dims());
        int[] sorted = Arrays.stream(axes)
                .mapToInt(a -> Operands.axis(a, rank))
                .sorted()
                .toArray();
        for (int axis : sorted) {
            dims.add(axis, 1L);
        }
        return new Shape(dims);
    }

    static Shape tiled(Operands in) {
        long[] dims = in.shape(0).toArray();
        long[] times = in.integers(1);
        for (int i = 0; i < dims.length; i++) {
            dims[i] *= times[i];
        }
        return Shape.of(dims);
    }

    static List<Value> split(Operands in) {
        int axis = in.axis("axis", 0, in.rank(0));
        int count = in.node().outputs().size();
        long size = in.shape(0).dim(axis);
        long each = (size + count - 1) / count;
        long[] even = LongStream.range(0, count)
                .map(k -> Math.min(each, size - k * each))
                .toArray();
        long[] sizes = in.integers(1, "split").orElse(even);
        List<Value> parts = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            parts.add(new Value(
                    in.node().outputs().get(k), in.type(0), in.shape(0).with(axis, sizes[k])));
        }
        return parts;
    }

    static List<Value> topK(Operands in) {
        Shape shape = in.shape(0).with(in.axis("axis", -1, in.rank(0)), in.integers(1)[0]);
        return List.of(
                new Value(in.node().outputs().get(0), in.type(0), shape),
                new Value(in.node().outputs().get(1), ElementType.INT64, shape));
    }
}
