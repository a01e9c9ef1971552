package dev.psld.graph.shape;

import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Shapes of products and transforms. Stateless. */
final class ProductShapes {
    private ProductShapes() {}

    static Shape matmul(Operands in) {
        Shape a = in.shape(0);
        Shape b = in.shape(1);
        Shape left = a.rank() == 1 ? Shape.of(1, a.dim(0)) : a;
        Shape right = b.rank() == 1 ? Shape.of(b.dim(0), 1) : b;
        List<Long> dims = new ArrayList<>(Shape.broadcast(
                        new Shape(left.dims().subList(0, left.rank() - 2)),
                        new Shape(right.dims().subList(0, right.rank() - 2)))
                .dims());
        if (a.rank() > 1) {
            dims.add(left.dim(-2));
        }
        if (b.rank() > 1) {
            dims.add(right.dim(-1));
        }
        return new Shape(dims);
    }

    static Shape gemm(Operands in) {
        int a = in.attributes().integer("transA", 0) == 0 ? 0 : 1;
        int b = in.attributes().integer("transB", 0) == 0 ? 1 : 0;
        return Shape.of(in.shape(0).dim(a), in.shape(1).dim(b));
    }

    /** With explicit pads only. */
    static Shape conv(Operands in) {
        int rank = in.rank(0) - 2;
        long[] ones = new long[rank];
        Arrays.fill(ones, 1);
        long[] strides = in.attributes().integers("strides").orElse(ones);
        long[] dilations = in.attributes().integers("dilations").orElse(ones);
        long[] pads = in.attributes().integers("pads").orElse(new long[2 * rank]);
        long[] dims = new long[rank + 2];
        dims[0] = in.shape(0).dim(0);
        dims[1] = in.shape(1).dim(0);
        for (int i = 0; i < rank; i++) {
            long reach = dilations[i] * (in.shape(1).dim(2 + i) - 1) + 1;
            dims[2 + i] = (in.shape(0).dim(2 + i) + pads[i] + pads[rank + i] - reach) / strides[i] + 1;
        }
        return Shape.of(dims);
    }

    /** Two-sided, of the length of its input. */
    static Shape dft(Operands in) {
        return in.shape(0).with(-1, 2);
    }
}
