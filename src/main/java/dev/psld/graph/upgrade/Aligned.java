package dev.psld.graph.upgrade;

import dev.psld.graph.Attributes;
import dev.psld.graph.Tensor;

/** An operand whose axes are those of another from a given one on. Stateless. */
final class Aligned {
    private Aligned() {}

    /**
     * The second value with axes of length 1 appended, so that it stretches over the first from this axis on. Written as
     * shape arithmetic, which folds as soon as shapes are known.
     */
    static String at(Rewriting r, String whole, String part, long axis) {
        String shape = r.emit("Shape", part);
        String end = r.emit("Add", r.emit("Shape", shape), r.vector(axis));
        String behind = r.emit("Slice", r.emit("Shape", whole), end, r.vector(Long.MAX_VALUE), r.vector(0));
        Attributes one = Attributes.of("value", Tensor.vector(1));
        String ones = r.emit("ConstantOfShape", one, r.emit("Shape", behind));
        return r.emit("Reshape", part, r.emit("Concat", Attributes.of("axis", 0), shape, ones));
    }
}
