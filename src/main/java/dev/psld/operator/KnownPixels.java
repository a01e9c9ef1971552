package dev.psld.operator;

import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * Inpainting: the image times a mask that is 1 where it is known and 0 where it is missing. Stateless.
 *
 * <p>The lift is the mask again, which is the pseudo-inverse; for {@link Lift#AUTHOR} it is the identity, so that noise in
 * the missing part of y reaches the glued image as it does in the authors' code.
 */
public final class KnownPixels {
    /** Name of the parameter, 1×1×H×W. */
    public static final String PARAMETER = "mask";

    private KnownPixels() {}

    /**
     * The operator 1×C×H×W → 1×C×H×W.
     *
     * @param mask floats 1×1×H×W, each 0 or 1; 1 is known
     */
    public static MeasurementOperator of(Shape image, Tensor mask, Lift lift) {
        Images.check(image);
        Shape expected = image.with(1, 1);
        if (!mask.shape().equals(expected) || mask.type() != ElementType.FLOAT) {
            throw new OperatorException("a mask for images of " + image + " must be float" + expected + ", not "
                    + mask.type() + mask.shape() + ": make it as large as the image, in one channel");
        }
        for (double value : mask.toDoubles()) {
            if (value != 0 && value != 1) {
                throw new OperatorException("a mask holds 0 (missing) and 1 (known) only, but there is a " + value
                        + " in it: threshold it first");
            }
        }
        return new MeasurementOperator(
                "mask",
                product(image, MeasurementOperator.X, MeasurementOperator.Y),
                Optional.of(
                        lift == Lift.AUTHOR
                                ? Identity.graph(image, MeasurementOperator.Y, MeasurementOperator.X)
                                : product(image, MeasurementOperator.Y, MeasurementOperator.X)),
                true,
                Map.of(PARAMETER, mask),
                Optional.of(new DiagonalMap(mask.toDoubles())));
    }

    private static Graph product(Shape image, String from, String to) {
        TypedGraphBuilder sketch = new TypedGraphBuilder("mask");
        String x = sketch.input(from, image);
        String mask = sketch.input(PARAMETER, image.with(1, 1));
        return sketch.output(to, image, sketch.emit(image, "Mul", x, mask)).build();
    }
}
