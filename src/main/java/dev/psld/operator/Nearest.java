package dev.psld.operator;

import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;

/** Nearest-neighbour ×k up-sampling of a measurement to an image. Stateless. */
final class Nearest {
    private Nearest() {}

    /**
     * The graph {@code y} → {@code x}.
     *
     * @param centred true where a measurement that covers more than the image is centred on it, false where it starts
     *     with it
     */
    static Graph graph(Shape image, Shape measurement, int k, boolean centred) {
        int height = Images.height(image);
        int width = Images.width(image);
        if (height % k != 0 || width % k != 0) {
            return Separable.graph(
                    "nearest",
                    MeasurementOperator.Y,
                    measurement,
                    MeasurementOperator.X,
                    matrix(height, Images.height(measurement), k, centred),
                    matrix(width, Images.width(measurement), k, centred));
        }
        TypedGraphBuilder sketch = new TypedGraphBuilder("nearest");
        String scales = sketch.builder().constant(Tensor.floats(Shape.of(4), 1, 1, k, k));
        String y = sketch.input(MeasurementOperator.Y, measurement);
        String x = sketch.emit(
                image,
                "Resize",
                Attributes.of(
                        "mode", "nearest", "coordinate_transformation_mode", "asymmetric", "nearest_mode", "floor"),
                y,
                "",
                scales);
        return sketch.output(MeasurementOperator.X, image, x).build();
    }

    private static Matrix matrix(int large, int small, int k, boolean centred) {
        double offset = centred ? (small * (double) k - large) / 2 : 0;
        return Matrix.of(large, small, (i, e) -> e.add(i, (int) Math.floor((i + 0.5 + offset) / k), 1));
    }
}
