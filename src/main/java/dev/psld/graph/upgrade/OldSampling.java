package dev.psld.graph.upgrade;

import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;

/** What Resize and Upsample did before they had attributes for it. Stateless. */
final class OldSampling {
    private OldSampling() {}

    /** The mode with the one coordinate transformation that there was. */
    static Attributes attributes(Attributes old) {
        String mode = old.text("mode", "nearest");
        return Attributes.of(
                "mode",
                mode.equals("bilinear") ? "linear" : mode,
                "coordinate_transformation_mode",
                "asymmetric",
                "nearest_mode",
                "floor");
    }

    /** A region of interest that is not used, and that opset 11 does not allow to leave out. */
    static String noRegion(Rewriting r) {
        return r.constant(Tensor.floats(Shape.of(0)));
    }
}
