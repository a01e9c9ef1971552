package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Scatter;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import java.util.List;
import java.util.stream.IntStream;

/** Elements chosen one by one along an axis: ȳ is added back where each came from. */
final class GatherElementsRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("GatherElements");
    }

    @Override
    public void pull(Pullback p) {
        int axis = p.axis("axis", 0, p.xShape().rank());
        if (Scatter.adds(p)) {
            Attributes add = Attributes.of("axis", axis, "reduction", "add");
            p.accumulate(0, p.emit("ScatterElements", add, p.filled(p.xShape(), 0), p.x(1), p.cotangent()));
        } else {
            p.accumulate(0, byProduct(p, axis));
        }
    }

    /** Each line of ȳ as a row, times ones at the places that the line chose from. */
    private static String byProduct(Pullback p, int axis) {
        Shape chosen = p.yShape();
        int rank = chosen.rank();
        long count = chosen.dim(axis);
        long size = p.xShape().dim(axis);
        int[] last = IntStream.range(0, rank).toArray();
        last[axis] = rank - 1;
        last[rank - 1] = axis;
        long lines = chosen.size() / count;
        String places = p.reshape(p.transpose(p.x(1), last), Shape.of(lines, count));
        String rows = p.reshape(p.transpose(p.cotangent(), last), Shape.of(lines, 1, count));
        String added = p.matmul(rows, Scatter.ones(p, places, size, -1));
        Shape exchanged = chosen.with(axis, chosen.dim(-1)).with(rank - 1, size);
        String back = p.transpose(p.reshape(added, exchanged), last);
        long[] after = new long[rank];
        for (int i = 0; i < rank; i++) {
            after[i] = i == axis ? 0 : p.xShape().dim(i) - chosen.dim(i);
        }
        return p.pad(back, chosen.with(axis, size), new long[rank], after);
    }
}
