package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.ElementType;
import dev.psld.graph.Tensor;

/**
 * Work of half precision that is done in single precision: squares of values above 256 overflow in half precision, and a
 * small ε vanishes there. Nothing is cast where the type in work is wide enough. Stateless.
 */
final class Halves {
    private Halves() {}

    private static boolean isHalf(Pullback p) {
        return p.type() == ElementType.FLOAT16 || p.type() == ElementType.BFLOAT16;
    }

    /** The type in which values of the type in work are summed and squared. */
    static ElementType wide(Pullback p) {
        return isHalf(p) ? ElementType.FLOAT : p.type();
    }

    static String widened(Pullback p, String value) {
        return isHalf(p) ? p.cast(value, wide(p)) : value;
    }

    /** The forward value of input i in the type of sums, whatever type it has. */
    static String widened(Pullback p, int i) {
        return p.xType(i) == wide(p) ? p.x(i) : p.cast(p.x(i), wide(p));
    }

    /** Gives input i a cotangent in the type of sums. */
    static void accumulate(Pullback p, int i, String cotangent) {
        p.accumulate(i, p.xType(i) == wide(p) ? cotangent : p.cast(cotangent, p.xType(i)));
    }

    static String narrowed(Pullback p, String value) {
        return isHalf(p) ? p.cast(value, p.type()) : value;
    }

    /** A constant beside widened values. */
    static String scalar(Pullback p, double value) {
        return p.constant(Tensor.scalar(wide(p), value));
    }
}
