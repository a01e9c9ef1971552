package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/** Zeros put between the elements of one axis. Stateless. */
public final class Spread {
    private Spread() {}

    /** {@code step − 1} zeros behind each element, so that the axis gets {@code step} times as long. */
    public static String zeros(Pullback p, String value, Shape shape, int axis, long step) {
        List<Long> open = new ArrayList<>(shape.dims());
        open.add(axis + 1, 1L);
        Shape apart = new Shape(open);
        String padded = p.pad(p.reshape(value, apart), apart, axis + 1, 0, step - 1);
        return p.reshape(padded, shape.with(axis, shape.dim(axis) * step));
    }
}
