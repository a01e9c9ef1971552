package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import java.util.stream.IntStream;

/** The axes that a softmax sums over. Stateless. */
public final class SoftmaxAxes {
    private SoftmaxAxes() {}

    /** One axis; below opset 13 all axes from the given one on together. */
    public static int[] of(Pullback p) {
        int rank = p.xShape().rank();
        if (p.opset() >= 13) {
            return new int[] {p.axis("axis", -1, rank)};
        }
        return IntStream.range(p.axis("axis", 1, rank), rank).toArray();
    }
}
