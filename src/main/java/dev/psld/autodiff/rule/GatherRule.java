package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Scatter;
import dev.psld.graph.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** Chosen entries of one axis: ȳ is added back where each entry came from; one run of entries is padded with zeros. */
final class GatherRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Gather");
    }

    @Override
    public void pull(Pullback p) {
        Shape x = p.xShape();
        int axis = p.axis("axis", 0, x.rank());
        long count = p.xShape(1).size();
        long before = IntStream.range(0, axis).mapToLong(x::dim).reduce(1, (a, b) -> a * b);
        long after = x.size() / before / x.dim(axis);
        Shape chosen = Shape.of(before, count, after);
        String flat = p.reshape(p.cotangent(), chosen);
        long start = p.constant(1).map(t -> run(t.toLongs(), x.dim(axis))).orElse(-1L);
        String back = start >= 0
                ? p.pad(flat, chosen, 1, start, x.dim(axis) - start - count)
                : Scatter.along(p, flat, chosen, p.reshape(p.x(1), Shape.of(1, count, 1)), x.dim(axis));
        p.accumulate(0, p.reshape(back, x));
    }

    /** The first index where the indices are one ascending run; −1 where they are not. */
    private static long run(long[] indices, long size) {
        for (int i = 0; i < indices.length; i++) {
            long expected = Math.floorMod(indices[0], size) + i;
            if (Math.floorMod(indices[i], size) != expected) {
                return -1;
            }
        }
        return indices.length == 0 ? -1 : Math.floorMod(indices[0], size);
    }
}
