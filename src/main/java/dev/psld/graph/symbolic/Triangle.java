package dev.psld.graph.symbolic;

import dev.psld.graph.ElementType;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A matrix that has one number from a diagonal on and another one below it, as masks of causal attention have. Immutable.
 *
 * @param diagonal how far the first column of the upper part lies behind the row's number
 */
record Triangle(ElementType type, double upper, double lower, Polynomial diagonal) {

    /** What tensors of several sizes are; empty where they are something else. */
    static Optional<Triangle> of(List<Tensor> tensors, Samples samples) {
        Tensor first = tensors.get(0);
        int rank = first.shape().rank();
        if (rank < 2) {
            return Optional.empty();
        }
        long[] diagonals = new long[tensors.size()];
        double upper = Double.NaN;
        double lower = Double.NaN;
        for (int j = 0; j < diagonals.length; j++) {
            Shape shape = tensors.get(j).shape();
            int rows = Math.toIntExact(shape.dim(-2));
            int columns = Math.toIntExact(shape.dim(-1));
            double[] values = tensors.get(j).toDoubles();
            if (values.length != rows * columns) {
                return Optional.empty();
            }
            double high = values[columns - 1];
            double low = values[(rows - 1) * columns];
            if (j == 0) {
                upper = high;
                lower = low;
            }
            diagonals[j] = edge(values, rows, columns, high);
            if (high == low || high != upper || low != lower || !fits(values, columns, diagonals[j], high, low)) {
                return Optional.empty();
            }
        }
        double above = upper;
        double below = lower;
        return Polynomial.through(samples, diagonals).map(d -> new Triangle(first.type(), above, below, d));
    }

    /** The least column minus row of an upper number. */
    private static long edge(double[] values, int rows, int columns, double high) {
        long edge = columns;
        for (int i = 0; i < rows * columns; i++) {
            edge = values[i] == high ? Math.min(edge, i % columns - i / columns) : edge;
        }
        return edge;
    }

    private static boolean fits(double[] values, int columns, long diagonal, double high, double low) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != (i % columns - i / columns >= diagonal ? high : low)) {
                return false;
            }
        }
        return true;
    }

    /** The matrix, of any size. */
    String value(SizeNodes sizes, GraphBuilder builder, List<Polynomial> dims) {
        int rank = dims.size();
        String rows = sizes.emit("Reshape", sizes.range(dims.get(rank - 2)), builder.vector(-1, 1));
        String columns = sizes.range(dims.get(rank - 1));
        String below = sizes.emit("Less", columns, sizes.emit("Add", rows, sizes.vector(diagonal)));
        String matrix = type == ElementType.BOOL
                ? (lower != 0 ? below : sizes.emit("Not", below))
                : sizes.emit(
                        "Where",
                        below,
                        builder.constant(OpenConstants.number(type, lower)),
                        builder.constant(OpenConstants.number(type, upper)));
        return sizes.emit("Reshape", matrix, sizes.vector(dims));
    }
}
