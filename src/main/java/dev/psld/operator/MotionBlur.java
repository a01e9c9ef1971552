package dev.psld.operator;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * Blur by any kernel with reflected borders: correlation of every channel with the parameter {@code kernel}. Stateless.
 *
 * <p>The lift is the identity; for {@link Lift#REGULARISED} it is the correlation with a second parameter, {@code
 * inverse}, of three times the kernel's sides. For another kernel take both parameters from an operator made with it.
 */
public final class MotionBlur {
    /** Name of the parameter, 1×1×h×w with odd sides. */
    public static final String PARAMETER = "kernel";

    /** Name of the second parameter, 1×1×3h×3w, of the regularised lift. */
    public static final String INVERSE = "inverse";

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
        Graph forward = correlation(image, MeasurementOperator.X, MeasurementOperator.Y, PARAMETER, k);
        String name = "blur by a kernel of " + k.dim(3) + "×" + k.dim(2);
        if (lift != Lift.REGULARISED) {
            Graph same = Identity.graph(image, MeasurementOperator.Y, MeasurementOperator.X);
            return new MeasurementOperator(name, forward, Optional.of(same), false, Map.of(PARAMETER, kernel));
        }
        Tensor inverse = Wiener.inverse(kernel, DAMPING);
        Graph back = correlation(image, MeasurementOperator.Y, MeasurementOperator.X, INVERSE, inverse.shape());
        return new MeasurementOperator(
                name, forward, Optional.of(back), false, Map.of(PARAMETER, kernel, INVERSE, inverse));
    }

    /** Channels become a batch, so that one kernel serves them all. */
    private static Graph correlation(Shape image, String from, String to, String parameter, Shape kernel) {
        Sketch sketch = new Sketch("blur");
        int down = (int) kernel.dim(2) / 2;
        int across = (int) kernel.dim(3) / 2;
        String x = sketch.input(from, image);
        String weights = sketch.input(parameter, kernel);
        Shape padded = Images.sized(image, Images.height(image) + 2 * down, Images.width(image) + 2 * across);
        Shape batch = Shape.of(padded.dim(1), 1, padded.dim(2), padded.dim(3));
        Shape blurred = Images.sized(batch, Images.height(image), Images.width(image));
        String wide = pad(sketch, x, image, padded, down, across);
        String stack = sketch.emit(batch, "Reshape", wide, sketch.builder().vector(batch.toArray()));
        String y = sketch.emit(
                blurred,
                "Conv",
                Attributes.of("kernel_shape", new long[] {kernel.dim(2), kernel.dim(3)}),
                stack,
                weights);
        String flat = sketch.emit(image, "Reshape", y, sketch.builder().vector(image.toArray()));
        return sketch.output(to, image, flat).build();
    }

    /** ONNX can reflect only what the image has; a larger kernel goes on reflecting by matrices. */
    private static String pad(Sketch sketch, String x, Shape image, Shape padded, int down, int across) {
        if (down < Images.height(image) && across < Images.width(image)) {
            return sketch.emit(
                    padded,
                    "Pad",
                    Attributes.of("mode", "reflect"),
                    x,
                    sketch.builder().vector(0, 0, down, across, 0, 0, down, across));
        }
        return Separable.emit(
                sketch, x, image, reflection(Images.height(image), down), reflection(Images.width(image), across));
    }

    private static Matrix reflection(int n, int pad) {
        return Matrix.of(n + 2 * pad, n, (i, e) -> e.add(i, Border.reflect(i - pad, n), 1));
    }
}
