package dev.psld.operator;

import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * Blur by any kernel with reflected borders: correlation of every channel with the parameter {@code kernel}. Stateless.
 *
 * <p>The lift is the identity; for {@link Lift#REGULARISED} it is the Wiener filter K̄/(|K|² + λ) of the same
 * parameter.
 */
public final class MotionBlur {
    /** Name of the parameter, 1×1×h×w with odd sides. */
    public static final String PARAMETER = "kernel";

    /** λ of the regularised lift: what the blur weakens below √λ ≈ 0.22 is damped. */
    public static final double DAMPING = 0.05;

    private MotionBlur() {}

    /**
     * The operator 1×C×H×W → 1×C×H×W.
     *
     * @param kernel floats 1×1×h×w, odd sides, sum 1: from {@link MotionKernel}
     */
    public static MeasurementOperator of(Shape image, Tensor kernel, Lift lift) {
        Images.check(image);
        Shape k = kernel.shape();
        if (k.rank() != 4
                || k.dim(0) != 1
                || k.dim(1) != 1
                || k.dim(2) % 2 == 0
                || k.dim(3) % 2 == 0
                || kernel.type() != ElementType.FLOAT) {
            throw new OperatorException("a blur kernel must be float[1×1×h×w] with odd sides, not " + kernel.type() + k
                    + ": MotionKernel.normalised makes one of any picture");
        }
        Graph back = lift == Lift.REGULARISED
                ? Spectral.inverse(image, k, DAMPING)
                : Identity.graph(image, MeasurementOperator.Y, MeasurementOperator.X);
        return new MeasurementOperator(
                "blur by a kernel of " + k.dim(3) + "×" + k.dim(2),
                ReflectedConv.fits(image, Math.max((int) k.dim(2), (int) k.dim(3)))
                        ? ReflectedConv.kernel(image, k)
                        : Spectral.correlation(image, k),
                Optional.of(back),
                false,
                Map.of(PARAMETER, kernel),
                Optional.of(ReflectedBlur.of(
                        Images.height(image),
                        Images.width(image),
                        kernel.toDoubles(),
                        Math.toIntExact(k.dim(2)),
                        Math.toIntExact(k.dim(3)))));
    }
}
