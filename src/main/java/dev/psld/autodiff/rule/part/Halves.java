package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.ElementType;
import dev.psld.graph.Tensor;

/**
 * Work of half precision that is done in single precision: squares of values above 256 overflow in half precision, and a
 * small ε vanishes there. Nothing is cast where the type in work is wide enough. Stateless.
 */
public final class Halves {
    private Halves() {}

    private static boolean isHalf(Pullback p) {
        return p.type() == ElementType.FLOAT16 || p.type() == ElementType.BFLOAT16;
    }

    /** The type in which values of the type in work are summed and squared. */
    public static ElementType wide(Pullback p) {
        return isHalf(p) ? ElementType.FLOAT : p.type();
    }

    public static String widened(Pullback p, String value) {
        return isHalf(p) ? p.cast(value, wide(p)) : value;
    }

    public static String narrowed(Pullback p, String value) {
        return isHalf(p) ? p.cast(value, p.type()) : value;
    }

    /** A constant beside widened values. */
    public static String scalar(Pullback p, double value) {
        return p.constant(Tensor.scalar(wide(p), value));
    }

    /** A number that is as good as minus infinity, inside the range of the type in work. */
    public static double lowest(Pullback p) {
        return p.type() == ElementType.FLOAT16 ? -6e4 : -1e30;
    }
}
