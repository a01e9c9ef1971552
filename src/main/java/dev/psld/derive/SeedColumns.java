package dev.psld.derive;

import dev.psld.graph.Attributes;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Any number of seeds of a value as CasADi lays them out. A value is a matrix of r rows and c columns (a vector is one column,
 * and so is a tensor of more than two axes, its elements in their order); n seeds are r rows and n·c columns, one seed
 * beside the other. Immutable.
 *
 * @param value of which there are seeds; where its dimensions are open the graph has it under its name
 */
record SeedColumns(Value value) {
    private static final Attributes PAIR = Attributes.of("perm", new long[] {1, 0});
    private static final Attributes FIRST = Attributes.of("perm", new long[] {1, 0, 2});

    /**
     * Seeds as an input or output under this name, whose number of columns is open.
     *
     * @param count name of the number of seeds
     */
    Value declared(String name, String count) {
        Shape shape = value.shape();
        int rank = shape.rank();
        if (rank == 2 && shape.dim(1) != 1) {
            String columns = count + "_" + (shape.dim(1) < 0 ? value.symbol(1) : "x" + shape.dim(1));
            return new Value(name, value.type(), Shape.of(shape.dim(0), -1), List.of(value.symbol(0), columns));
        }
        long rows = rank == 1 || rank == 2 ? shape.dim(0) : shape.isStatic() ? shape.size() : -1;
        String row = rows >= 0 ? "" : rank < 3 ? value.symbol(0) : name + "_rows";
        return new Value(name, value.type(), Shape.of(rows, -1), List.of(row, count));
    }

    /** Columns to seeds along a new first axis, each in the value's shape. */
    String apart(GraphBuilder builder, String columns) {
        return switch (value.shape().rank()) {
            case 0 -> builder.emit("Reshape", columns, builder.vector(-1));
            case 1 -> builder.emit("Transpose", PAIR, columns);
            case 2 -> builder.emit("Transpose", FIRST, builder.emit("Reshape", columns, sizes(builder, 1)));
            default -> builder.emit("Reshape", builder.emit("Transpose", PAIR, columns), sizes(builder, 0));
        };
    }

    /** The reverse of {@link #apart}, under this name. */
    void together(GraphBuilder builder, String seeds, String name) {
        if (value.shape().rank() == 0) {
            builder.emitAs(name, "Reshape", Attributes.NONE, seeds, builder.vector(1, -1));
        } else if (value.shape().rank() == 2) {
            String rows = builder.emit("Transpose", FIRST, seeds);
            builder.emitAs(name, "Reshape", Attributes.NONE, rows, builder.vector(0, -1));
        } else {
            builder.emitAs(name, "Transpose", PAIR, builder.emit("Flatten", seeds));
        }
    }

    /** The value's sizes with that of the seeds, which is left to be found, put in at a place. */
    private String sizes(GraphBuilder builder, int at) {
        List<Long> dims = new ArrayList<>(value.shape().dims());
        if (value.shape().isStatic()) {
            dims.add(at, -1L);
            return builder.vector(new Shape(dims).toArray());
        }
        String shape = builder.emit("Shape", value.name());
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < dims.size(); i++) {
            parts.add(builder.emit("Gather", shape, builder.vector(i)));
        }
        parts.add(at, builder.vector(-1));
        return builder.emit("Concat", Attributes.of("axis", 0), parts.toArray(String[]::new));
    }
}
