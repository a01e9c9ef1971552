package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Border;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Padding. Constant: x̄ is ȳ without the borders, the constant gets their sum. Reflect, edge and wrap: the borders are
 * copies, so what they get is added to where they came from, one axis after the other. Negative widths crop first.
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
        if (p.isActive(0)) {
            p.accumulate(0, mode.equals("constant") ? constant(p, before, after) : copies(p, mode, before, after));
        }
        if (p.isActive(2)) {
            p.accumulate(2, mode.equals("constant") ? borders(p) : p.filled(p.xShape(2), 0));
        }
    }

    private static String constant(Pullback p, long[] before, long[] after) {
        return p.pad(p.cotangent(), p.yShape(), negated(before), negated(after));
    }

    /** Σ of ȳ where the node wrote its constant: the node itself, run on zeros with the constant 1, marks the places. */
    private static String borders(Pullback p) {
        String[] inputs = p.node().inputs().toArray(String[]::new);
        inputs[0] = p.filled(p.xShape(), 0);
        inputs[2] = p.constant(p.xShape(2), 1);
        String marked = p.emit("Pad", Attributes.of("mode", "constant"), inputs);
        int[] all = IntStream.range(0, p.yShape().rank()).toArray();
        return p.reshape(p.wideSum(p.mul(p.cotangent(), marked), all), p.xShape(2));
    }

    private static long[] negated(long[] widths) {
        return Arrays.stream(widths).map(w -> -w).toArray();
    }

    private static String copies(Pullback p, String mode, long[] before, long[] after) {
        String value = p.cotangent();
        Shape shape = p.yShape();
        long[] cropBefore = new long[before.length];
        long[] cropAfter = new long[before.length];
        for (int axis = 0; axis < before.length; axis++) {
            cropBefore[axis] = Math.max(0, -before[axis]);
            cropAfter[axis] = Math.max(0, -after[axis]);
            long inner = p.xShape().dim(axis) - cropBefore[axis] - cropAfter[axis];
            if (before[axis] > 0 || after[axis] > 0) {
                Border border =
                        new Border(p, mode, value, shape, axis, Math.max(0, before[axis]), Math.max(0, after[axis]));
                value = border.folded();
                shape = shape.with(axis, inner);
            }
        }
        return p.pad(value, shape, cropBefore, cropAfter);
    }
}
