package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The axes of a reduction, wherever the opset keeps them, and its result with the reduced axes kept. Immutable by
 * convention.
 */
public final class Reduction {
    private final int[] axes;
    private final Shape kept;

    private Reduction(int[] axes, Shape kept) {
        this.axes = axes;
        this.kept = kept;
    }

    /** Counted from the front; empty where the node reduces nothing. */
    public int[] axes() {
        return axes;
    }

    /** The input's shape with 1 for each reduced axis. */
    public Shape kept() {
        return kept;
    }

    public static Reduction of(Pullback p) {
        int rank = p.xShape().rank();
        long[] given = p.integers(1, "axes").orElse(new long[0]);
        int[] all = IntStream.range(0, rank).toArray();
        int[] none = p.attributes().integer("noop_with_empty_axes", 0) != 0 ? new int[0] : all;
        int[] axes = given.length == 0 ? none : Pullback.axes(given, rank);
        Shape kept = p.xShape();
        for (int axis : axes) {
            kept = kept.with(axis, 1);
        }
        return new Reduction(axes, kept);
    }

    /** A value of the output's shape in the shape that stretches over the input. */
    public String keep(Pullback p, String value) {
        return p.yShape().equals(kept) ? value : p.reshape(value, kept);
    }

    /** How many elements go into one. */
    public long count(Shape x) {
        return Arrays.stream(axes).mapToLong(x::dim).reduce(1, (a, b) -> a * b);
    }
}
