package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Determinant of square matrices, batched: x̄ is ȳ times the matrix of cofactors, which is exact where the matrix is singular. */
final class DetRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Det");
    }

    @Override
    public void pull(Pullback p) {
        Shape x = p.xShape();
        int n = Math.toIntExact(x.dim(-1));
        long batch = x.size() / ((long) n * n);
        String each = p.reshape(p.cotangent(), Shape.of(batch, 1, 1));
        if (n == 1) {
            p.accumulate(0, p.reshape(each, x));
            return;
        }
        String minors = p.reshape(
                p.gather(p.reshape(p.x(), Shape.of(batch, (long) n * n)), 1, p.vector(minors(n))),
                Shape.of(batch, (long) n * n, n - 1, n - 1));
        double[] signs = new double[n * n];
        Arrays.setAll(signs, i -> (i / n + i % n) % 2 == 0 ? 1 : -1);
        String cofactors =
                p.mul(p.reshape(p.emit("Det", minors), Shape.of(batch, n, n)), p.constant(Shape.of(n, n), signs));
        p.accumulate(0, p.reshape(p.mul(each, cofactors), x));
    }

    /** For each element the places of those neither in its row nor in its column. */
    private static long[] minors(int n) {
        return LongStream.range(0, (long) n * n)
                .flatMap(i -> LongStream.range(0, (long) n * n).filter(j -> j / n != i / n && j % n != i % n))
                .toArray();
    }
}
