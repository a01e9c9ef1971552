package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Shape;
import java.util.stream.LongStream;

/** A constant matrix multiplied along one axis of a value of any rank. Stateless. */
public final class AxisMatrix {
    private AxisMatrix() {}

    /**
     * The value with the matrix multiplied along one axis, whose length becomes {@code to}.
     *
     * @param rows the matrix row by row: {@code to} rows, each as long as the value's axis
     */
    public static String applied(Pullback p, String value, Shape shape, int axis, long to, double[] rows) {
        int from = Math.toIntExact(shape.dim(axis));
        if (axis == shape.rank() - 1) {
            return p.matmul(value, p.constant(Shape.of(from, to), transposed(rows, Math.toIntExact(to), from)));
        }
        String matrix = p.constant(Shape.of(to, from), rows);
        if (axis == shape.rank() - 2) {
            return p.matmul(matrix, value);
        }
        long after = LongStream.range(axis + 1, shape.rank())
                .map(i -> shape.dim((int) i))
                .reduce(1, (a, b) -> a * b);
        Shape apart = Shape.of(shape.size() / from / after, from, after);
        return p.reshape(p.matmul(matrix, p.reshape(value, apart)), shape.with(axis, to));
    }

    /**
     * The same with a matrix that is a value.
     *
     * @param columns the transposed matrix: a row for each element of the value's axis, {@code to} long
     */
    public static String applied(Pullback p, String value, Shape shape, int axis, long to, String columns) {
        if (axis == shape.rank() - 1) {
            return p.matmul(value, columns);
        }
        String matrix = p.transpose(columns, 1, 0);
        if (axis == shape.rank() - 2) {
            return p.matmul(matrix, value);
        }
        long after = LongStream.range(axis + 1, shape.rank())
                .map(i -> shape.dim((int) i))
                .reduce(1, (a, b) -> a * b);
        Shape apart = Shape.of(shape.size() / shape.dim(axis) / after, shape.dim(axis), after);
        return p.reshape(p.matmul(matrix, p.reshape(value, apart)), shape.with(axis, to));
    }

    private static double[] transposed(double[] rows, int to, int from) {
        double[] columns = new double[rows.length];
        for (int i = 0; i < to; i++) {
            for (int j = 0; j < from; j++) {
                columns[j * to + i] = rows[i * from + j];
            }
        }
        return columns;
    }
}
