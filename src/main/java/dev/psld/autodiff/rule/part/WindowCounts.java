package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.Arrays;

/** How many elements each window of an average pooling counts. Stateless. */
public final class WindowCounts {
    private WindowCounts() {}

    /** 1/count of every window, one number where all are equal, else one a window in the spatial shape of the output. */
    public static Tensor reciprocal(Pullback p, Window window, Shape x, Shape y) {
        int rank = window.rank();
        boolean withPads = p.attributes().integer("count_include_pad", 0) != 0;
        long[] pads = p.attributes().integers("pads").orElse(new long[2 * rank]);
        boolean auto = !p.attributes().text("auto_pad", "NOTSET").equals("NOTSET");
        double[] counts = {1};
        long[] dims = new long[rank];
        for (int i = 0; i < rank; i++) {
            // Ceiling mode can let the last window hang over the pads; what hangs over is never counted.
            long end = auto ? window.end()[i] : pads[rank + i];
            long from = withPads ? -window.begin()[i] : 0;
            long to = x.dim(2 + i) + (withPads ? end : 0);
            dims[i] = y.dim(2 + i);
            double[] axis = new double[Math.toIntExact(dims[i])];
            for (int o = 0; o < axis.length; o++) {
                for (long k = 0; k < window.kernel()[i]; k++) {
                    long at = o * window.strides()[i] - window.begin()[i] + k * window.dilations()[i];
                    axis[o] += at >= from && at < to ? 1 : 0;
                }
            }
            counts = outer(counts, axis);
        }
        double first = counts[0];
        if (Arrays.stream(counts).allMatch(c -> c == first)) {
            return Tensor.scalar(p.type(), 1 / first);
        }
        return Tensor.real(
                p.type(), Shape.of(dims), Arrays.stream(counts).map(c -> 1 / c).toArray());
    }

    private static double[] outer(double[] a, double[] b) {
        double[] product = new double[a.length * b.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = a[i / b.length] * b[i % b.length];
        }
        return product;
    }
}
