package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;

/**
 * Entries added to chosen places among zeros. Stateless. ONNX can add while scattering from opset 16 on; below, the places
 * become a matrix of ones that the entries are multiplied by, which takes size × count numbers.
 */
public final class Scatter {
    private Scatter() {}

    /** True where the opset has scattering with addition. */
    public static boolean adds(Pullback p) {
        return p.opset() >= 16;
    }

    /**
     * Entries of a (before, count, after) value added up along the middle axis.
     *
     * @param indices (1, count, 1) places in the new middle axis of length {@code size}; negative ones count from its end
     */
    public static String along(Pullback p, String value, Shape shape, String indices, long size) {
        if (adds(p)) {
            return p.emit(
                    "ScatterElements",
                    Attributes.of("axis", 1, "reduction", "add"),
                    p.filled(shape.with(1, size), 0),
                    p.expand(indices, shape),
                    value);
        }
        return p.matmul(ones(p, p.reshape(indices, Shape.of(shape.dim(1))), size, 0), value);
    }

    /** One number 1 at each index along a new axis of length {@code size}, zeros beside; negative indices count from its end. */
    public static String ones(Pullback p, String indices, long size, int axis) {
        return p.emit(
                "OneHot",
                Attributes.of("axis", axis),
                indices,
                p.vector(size),
                p.constant(Tensor.real(p.type(), Shape.of(2), 0, 1)));
    }
}
