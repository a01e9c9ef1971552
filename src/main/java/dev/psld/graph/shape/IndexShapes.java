package dev.psld.graph.shape;

import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/** Shapes of what operators with indices make. Stateless. */
final class IndexShapes {
    private IndexShapes() {}

    static Shape gathered(Operands in) {
        int axis = in.axis("axis", 0, in.rank(0));
        List<Long> dims = new ArrayList<>(in.shape(0).dims().subList(0, axis));
        dims.addAll(in.shape(1).dims());
        dims.addAll(in.shape(0).dims().subList(axis + 1, in.rank(0)));
        return new Shape(dims);
    }

    static Shape gatheredByTuples(Operands in) {
        int batch = (int) in.attributes().integer("batch_dims", 0);
        int depth = (int) in.shape(1).dim(-1);
        List<Long> dims = new ArrayList<>(in.shape(1).dims().subList(0, in.rank(1) - 1));
        dims.addAll(in.shape(0).dims().subList(batch + depth, in.rank(0)));
        return new Shape(dims);
    }

    static Shape oneHot(Operands in) {
        List<Long> dims = new ArrayList<>(in.shape(0).dims());
        dims.add(in.axis("axis", -1, in.rank(0) + 1), in.integers(1)[0]);
        return new Shape(dims);
    }
}
