package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A convolution weight (out, in/groups, kernel…) turned round in space, with in and out exchanged in each group. Stateless. */
public final class FlippedWeight {
    private FlippedWeight() {}

    /** A value of shape (in, out/groups, kernel…). */
    public static String of(Pullback p, String weight, Shape shape, long groups) {
        int rank = shape.rank();
        String exchanged;
        if (groups == 1) {
            int[] perm = IntStream.range(0, rank).toArray();
            perm[0] = 1;
            perm[1] = 0;
            exchanged = p.transpose(weight, perm);
        } else {
            List<Long> apart = new ArrayList<>(shape.dims());
            apart.set(0, groups);
            apart.add(1, shape.dim(0) / groups);
            int[] perm = IntStream.range(0, rank + 1).toArray();
            perm[1] = 2;
            perm[2] = 1;
            Shape joined = shape.with(0, groups * shape.dim(1)).with(1, shape.dim(0) / groups);
            exchanged = p.reshape(p.transpose(p.reshape(weight, new Shape(apart)), perm), joined);
        }
        long[] back = new long[rank - 2];
        Arrays.fill(back, -1);
        long[] past = new long[rank - 2];
        Arrays.fill(past, Long.MIN_VALUE + 1);
        long[] axes = LongStream.range(2, rank).toArray();
        return p.emit("Slice", exchanged, p.vector(back), p.vector(past), p.vector(axes), p.vector(back));
    }
}
