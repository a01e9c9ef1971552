package dev.psld.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Shape of a tensor, outermost dimension first; -1 stands for an unknown dimension. Immutable and thread-safe. */
public record Shape(List<Long> dims) {

    public Shape {
        dims = List.copyOf(dims);
    }

    public static Shape of(long... dims) {
        return new Shape(Arrays.stream(dims).boxed().toList());
    }

    public int rank() {
        return dims.size();
    }

    /** Dimension {@code axis}; a negative axis counts from the end, as in ONNX. */
    public long dim(int axis) {
        return dims.get(axis < 0 ? axis + rank() : axis);
    }

    /** True when every dimension is known. */
    public boolean isStatic() {
        return dims.stream().allMatch(d -> d >= 0);
    }

    /** Number of elements; 1 for a scalar. Unknown dimensions are an error. */
    public long size() {
        if (!isStatic()) {
            throw new GraphException("the shape " + this + " has unknown dimensions: fix them first");
        }
        return dims.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }

    public long[] toArray() {
        return dims.stream().mapToLong(Long::longValue).toArray();
    }

    /** This shape with one dimension replaced. */
    public Shape with(int axis, long dim) {
        List<Long> copy = new ArrayList<>(dims);
        copy.set(axis < 0 ? axis + rank() : axis, dim);
        return new Shape(copy);
    }

    /** The shape that two operands are stretched to by ONNX's (numpy's) multidirectional broadcasting. */
    public static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        long[] dims = new long[rank];
        for (int i = 1; i <= rank; i++) {
            long p = i <= a.rank() ? a.dim(-i) : 1;
            long q = i <= b.rank() ? b.dim(-i) : 1;
            if (p != q && p != 1 && q != 1) {
                throw new GraphException("shapes " + a + " and " + b + " cannot be broadcast");
            }
            dims[rank - i] = p == 1 ? q : p;
        }
        return of(dims);
    }

    @Override
    public String toString() {
        return dims.stream().map(d -> d < 0 ? "?" : d.toString()).collect(Collectors.joining("×", "[", "]"));
    }
}
