package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Padding. Constant: x̄ is ȳ without the borders. Reflect, edge and wrap: the borders are copies, so what they get is
 * added to where they came from, one axis after the other. Negative widths crop, so x̄ is padded there.
 */
final class PadRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Pad");
    }

    @Override
    public void pull(Pullback p) {
        int rank = p.xShape().rank();
        long[] pads = p.integers(1, "pads").orElseThrow();
        int[] axes =
                Pullback.axes(p.integers(3).orElse(LongStream.range(0, rank).toArray()), rank);
        long[] before = new long[rank];
        long[] after = new long[rank];
        for (int i = 0; i < axes.length; i++) {
            before[axes[i]] = pads[i];
            after[axes[i]] = pads[axes.length + i];
        }
        String mode = p.attributes().text("mode", "constant");
        p.accumulate(0, mode.equals("constant") ? constant(p, before, after) : copies(p, mode, before, after));
    }

    private static String constant(Pullback p, long[] before, long[] after) {
        return p.pad(p.cotangent(), p.yShape(), negated(before), negated(after));
    }

    private static long[] negated(long[] widths) {
        return Arrays.stream(widths).map(w -> -w).toArray();
    }

    private static String copies(Pullback p, String mode, long[] before, long[] after) {
        String value = p.cotangent();
        Shape shape = p.yShape();
        for (int axis = 0; axis < before.length; axis++) {
            if (before[axis] != 0 || after[axis] != 0) {
                Border border = new Border(p, mode, value, shape, axis, before[axis], after[axis]);
                value = border.folded();
                shape = shape.with(axis, p.xShape().dim(axis));
            }
        }
        return value;
    }
}
