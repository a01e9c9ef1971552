package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Running product along an axis: each factor gets Σ ȳ·(the running products with that factor left out), which is exact
 * where factors are 0, and takes n² numbers for an axis of length n.
 */
final class CumProdRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("CumProd");
    }

    @Override
    public void pull(Pullback p) {
        Shape shape = p.xShape();
        int axis = Pullback.axis(p.integers(1).orElseThrow()[0], shape.rank());
        int last = shape.rank() - 1;
        int[] perm = IntStream.range(0, shape.rank())
                .map(i -> i == axis ? last : i == last ? axis : i)
                .toArray();
        int n = Math.toIntExact(shape.dim(axis));
        Attributes attributes = p.attributes();
        boolean back = attributes.integer("reverse", 0) != 0;
        long skip = attributes.integer("exclusive", 0);
        // Along the last axis the products, along the one before it the factor that is left out.
        boolean[] left = new boolean[n * n];
        boolean[] counts = new boolean[n * n];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                left[k * n + i] = i == k;
                counts[k * n + i] = (back ? k - i : i - k) >= skip;
            }
        }
        String rows = p.emit("Unsqueeze", p.transpose(p.x(), perm), p.vector(last));
        String without = p.where(table(p, n, left), p.scalar(1), rows);
        String products = p.emit("CumProd", attributes, without, p.constant(Tensor.longs(Shape.of(), shape.rank())));
        String cotangent = p.emit("Unsqueeze", p.transpose(p.cotangent(), perm), p.vector(last));
        String each = p.mul(cotangent, p.only(table(p, n, counts), products));
        p.accumulate(0, p.transpose(p.reduce("ReduceSum", each, false, last + 1), perm));
    }

    private static String table(Pullback p, int n, boolean... truths) {
        ByteBuffer bytes = ByteBuffer.allocate(truths.length);
        for (boolean truth : truths) {
            bytes.put((byte) (truth ? 1 : 0));
        }
        return p.constant(new Tensor(ElementType.BOOL, Shape.of(n, n), bytes.flip()));
    }
}
