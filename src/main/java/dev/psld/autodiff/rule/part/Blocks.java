package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Values that stand for whole blocks of a larger array. Stateless. */
public final class Blocks {
    private Blocks() {}

    /** Repeats each element over its block, from the small shape to the large one, whose axes are multiples. */
    public static String stretch(Pullback p, String value, Shape small, Shape large) {
        List<Long> apart = new ArrayList<>();
        List<Long> filled = new ArrayList<>();
        for (int i = 0; i < small.rank(); i++) {
            long factor = large.dim(i) / small.dim(i);
            apart.add(small.dim(i));
            filled.add(small.dim(i));
            if (factor > 1) {
                apart.add(1L);
                filled.add(factor);
            }
        }
        return p.reshape(p.expand(p.reshape(value, new Shape(apart)), new Shape(filled)), large);
    }

    /** Sums each block to one element, from the large shape to the small one. */
    public static String sum(Pullback p, String value, Shape large, Shape small) {
        boolean picture = large.rank() == 4 && large.dim(0) == small.dim(0) && large.dim(1) == small.dim(1);
        if (picture) {
            // ONNX Runtime pools two to four times as fast as it reduces the same blocks.
            long[] block = {large.dim(2) / small.dim(2), large.dim(3) / small.dim(3)};
            Attributes attributes = Attributes.of("kernel_shape", block, "strides", block);
            return p.mul(p.emit("AveragePool", attributes, value), (double) (block[0] * block[1]));
        }
        long[] apart = new long[2 * large.rank()];
        for (int i = 0; i < large.rank(); i++) {
            apart[2 * i] = small.dim(i);
            apart[2 * i + 1] = large.dim(i) / small.dim(i);
        }
        int[] inner = IntStream.range(0, apart.length)
                .filter(i -> i % 2 == 1 && apart[i] > 1)
                .toArray();
        return p.reshape(p.wideSum(p.reshape(value, Shape.of(Arrays.copyOf(apart, apart.length))), inner), small);
    }
}
