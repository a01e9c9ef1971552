package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;

/** Entries added to chosen places among zeros. Stateless. */
final class Scatter {
    private Scatter() {}

    /** An error where the opset is too old to add while scattering. */
    static void requireAddition(Pullback p) {
        if (p.opset() < 16) {
            throw p.unsupported(
                    "its pullback adds to scattered places, which ONNX has from opset 16 on: export at 16 or later");
        }
    }

    /** How a scatter node combines, which must be by putting or by adding. */
    static String reduction(Pullback p) {
        String reduction = p.attributes().text("reduction", "none");
        if (!reduction.equals("none") && !reduction.equals("add")) {
            throw p.unsupported("its reduction “" + reduction + "” has no pullback here: only none and add have");
        }
        return reduction;
    }

    /**
     * Entries of a (before, count, after) value added up along the middle axis.
     *
     * @param indices (1, count, 1) places in the new middle axis of length {@code size}; negative ones count from its end
     */
    static String along(Pullback p, String value, Shape shape, String indices, long size) {
        if (p.opset() >= 16) {
            return p.emit(
                    "ScatterElements",
                    Attributes.of("axis", 1, "reduction", "add"),
                    p.filled(shape.with(1, size), 0),
                    p.expand(indices, shape),
                    value);
        }
        // Older opsets cannot add while scattering: (size × count) ones at the places, times the entries.
        String flat = p.reshape(indices, Shape.of(shape.dim(1)));
        String ones = p.emit(
                "OneHot",
                Attributes.of("axis", 0),
                flat,
                p.vector(size),
                p.constant(Tensor.real(p.type(), Shape.of(2), 0, 1)));
        return p.matmul(ones, value);
    }
}
