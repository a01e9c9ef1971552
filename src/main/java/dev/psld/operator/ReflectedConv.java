package dev.psld.operator;

import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;

/** Blurs of large images as convolutions of every channel, borders reflected. Stateless. */
final class ReflectedConv {
    /** From this side on: dense matrices of an axis, which small images have, grow with its square. */
    private static final int LARGE = 384;

    private ReflectedConv() {}

    /** Whether an image is so large, and its shorter side longer than what is reflected. */
    static boolean fits(Shape image, int kernelSide) {
        int shorter = Math.min(Images.height(image), Images.width(image));
        return Math.max(Images.height(image), Images.width(image)) >= LARGE && kernelSide / 2 < shorter;
    }

    /** The graph {@code x}, {@code kernel} → {@code y}. */
    static Graph kernel(Shape image, Shape kernel) {
        TypedGraphBuilder sketch = new TypedGraphBuilder("blur");
        String x = channels(sketch, sketch.input(MeasurementOperator.X, image), image);
        String y = convolved(sketch, x, image, sketch.input(MotionBlur.PARAMETER, kernel), kernel);
        return picture(sketch, y, image);
    }

    /** The graph {@code x} → {@code y} of a blur down and across by the same weights. */
    static Graph separable(Shape image, double... weights) {
        TypedGraphBuilder sketch = new TypedGraphBuilder("gaussian_blur");
        float[] narrow = new float[weights.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) weights[i];
        }
        String x = channels(sketch, sketch.input(MeasurementOperator.X, image), image);
        for (Shape axis : new Shape[] {Shape.of(1, 1, narrow.length, 1), Shape.of(1, 1, 1, narrow.length)}) {
            String kernel = sketch.builder().constant(axis.dim(2) > 1 ? "down" : "across", Tensor.floats(axis, narrow));
            x = convolved(sketch, x, image, kernel, axis);
        }
        return picture(sketch, x, image);
    }

    private static Shape stack(Shape image) {
        return Shape.of(image.dim(1), 1, image.dim(2), image.dim(3));
    }

    private static String channels(TypedGraphBuilder sketch, String x, Shape image) {
        return sketch.emit(
                stack(image), "Reshape", x, sketch.builder().vector(stack(image).toArray()));
    }

    private static String convolved(TypedGraphBuilder sketch, String x, Shape image, String kernel, Shape size) {
        long down = size.dim(2) / 2;
        long right = size.dim(3) / 2;
        Shape padded = stack(image).with(2, image.dim(2) + 2 * down).with(3, image.dim(3) + 2 * right);
        String bordered = sketch.emit(
                padded,
                "Pad",
                Attributes.of("mode", "reflect"),
                x,
                sketch.builder().vector(0, 0, down, right, 0, 0, down, right));
        return sketch.emit(stack(image), "Conv", bordered, kernel);
    }

    private static Graph picture(TypedGraphBuilder sketch, String y, Shape image) {
        String shaped = sketch.emit(image, "Reshape", y, sketch.builder().vector(image.toArray()));
        return sketch.output(MeasurementOperator.Y, image, shaped).build();
    }
}
