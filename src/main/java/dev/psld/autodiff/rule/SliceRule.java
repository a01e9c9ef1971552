package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Spread;
import dev.psld.graph.Shape;
import java.util.List;
import java.util.stream.LongStream;

/** Slice: x̄ is ȳ put back among zeros; reversed for a negative step, spread out for a step beyond 1. */
final class SliceRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Slice");
    }

    @Override
    public void pull(Pullback p) {
        int rank = p.xShape().rank();
        long[] starts = p.integers(1, "starts").orElseThrow();
        long[] natural = LongStream.range(0, starts.length).toArray();
        int[] axes = Pullback.axes(p.integers(3, "axes").orElse(natural), rank);
        long[] steps = p.integers(4)
                .orElse(LongStream.range(0, starts.length).map(i -> 1).toArray());
        long[] before = new long[rank];
        long[] after = new long[rank];
        String spread = p.cotangent();
        Shape shape = p.yShape();
        for (int i = 0; i < axes.length; i++) {
            int axis = axes[i];
            long size = p.xShape().dim(axis);
            long count = p.yShape().dim(axis);
            long first = starts[i] < 0 ? starts[i] + size : starts[i];
            long step = Math.abs(steps[i]);
            first = Math.max(0, Math.min(first, steps[i] < 0 ? size - 1 : size));
            if (steps[i] < 0) {
                spread = p.reverse(spread, axis);
                first -= (count - 1) * step;
            }
            if (step > 1) {
                spread = Spread.zeros(p, spread, shape, axis, step);
                shape = shape.with(axis, count * step);
            }
            before[axis] = first;
            after[axis] = size - first - shape.dim(axis);
        }
        p.accumulate(0, p.pad(spread, shape, before, after));
    }
}
