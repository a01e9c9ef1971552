package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.Arrays;

/** Values that count only where axes of the same letter have the same index. Stateless. */
public final class Diagonal {
    private Diagonal() {}

    /** The value with zeros off the diagonals that repeated letters name; the value itself where none is repeated. */
    public static String only(Pullback p, String value, String letters, Shape shape) {
        String result = value;
        for (int a = 0; a < letters.length(); a++) {
            int first = letters.indexOf(letters.charAt(a));
            if (first < a) {
                result = p.mul(result, p.constant(identity(p, shape, first, a)));
            }
        }
        return result;
    }

    private static Tensor identity(Pullback p, Shape shape, int a, int b) {
        long[] dims = new long[shape.rank()];
        Arrays.fill(dims, 1);
        dims[a] = shape.dim(a);
        dims[b] = shape.dim(b);
        int n = Math.toIntExact(shape.dim(a));
        double[] ones = new double[n * n];
        for (int i = 0; i < n; i++) {
            ones[i * n + i] = 1;
        }
        return Tensor.real(p.type(), Shape.of(dims), ones);
    }
}
