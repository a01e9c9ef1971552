package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.Optional;

/** The matrix of a resized axis as the operator itself gives it, from the unit matrix: right for any size. Stateless. */
public final class OpenResampling {
    private OpenResampling() {}

    /**
     * The matrix, a row for each output element.
     *
     * @param scale as the node gives it; empty where it gives lengths
     * @param region start and end of the region to crop, relative to the input; empty where there is none
     */
    public static String matrix(Pullback p, long in, long out, Optional<Float> scale, Optional<double[]> region) {
        String unit = p.emit(
                "EyeLike",
                Attributes.NONE,
                p.emit(
                        "ConstantOfShape",
                        Attributes.of("value", Tensor.filled(ElementType.FLOAT, Shape.of(1), 0)),
                        p.vector(in, in)));
        String picture = p.reshape(unit, Shape.of(1, 1, in, in));
        String roi = region.map(
                        r -> p.constant(Tensor.floats(Shape.of(8), 0, 0, (float) r[0], 0, 1, 1, (float) r[1], 1)))
                .orElse("");
        Attributes attributes = p.attributes().without("axes").without("keep_aspect_ratio_policy");
        String resized = scale.map(s ->
                        p.emit("Resize", attributes, picture, roi, p.constant(Tensor.floats(Shape.of(4), 1, 1, s, 1))))
                .orElseGet(() -> p.emit("Resize", attributes, picture, roi, "", p.vector(1, 1, out, in)));
        String matrix = p.reshape(resized, Shape.of(out, in));
        return p.type() == ElementType.FLOAT ? matrix : p.cast(matrix, p.type());
    }
}
