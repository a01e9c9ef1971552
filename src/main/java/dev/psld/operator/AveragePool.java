package dev.psld.operator;

import dev.psld.graph.Attributes;
import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import java.util.Map;
import java.util.Optional;

/**
 * Super-resolution ×k as the mean over blocks of k×k pixels; nearest neighbours are its exact pseudo-inverse. Stateless.
 *
 * <p>Where k does not divide a side, the last block is smaller: it averages the pixels that there are.
 */
public final class AveragePool {
    private AveragePool() {}

    /** The operator 1×C×H×W → 1×C×⌈H/k⌉×⌈W/k⌉, for any k ≥ 1; the lift is the same in every mode. */
    public static MeasurementOperator of(Shape image, int k) {
        Images.check(image);
        Scale.check(image, k);
        Shape small = Scale.down(image, k);
        return new MeasurementOperator(
                "average ×" + k,
                forward(image, small, k),
                Optional.of(Nearest.graph(image, small, k, false)),
                true,
                Map.of(),
                Optional.of(new BlockMeans(Images.height(image), Images.width(image), k)));
    }

    private static Graph forward(Shape image, Shape small, int k) {
        int height = Images.height(image);
        int width = Images.width(image);
        if (height % k != 0 || width % k != 0) {
            return Separable.graph(
                    "average",
                    MeasurementOperator.X,
                    image,
                    MeasurementOperator.Y,
                    means(height, Images.height(small), k),
                    means(width, Images.width(small), k));
        }
        TypedGraphBuilder sketch = new TypedGraphBuilder("average");
        long[] block = {k, k};
        String y = sketch.emit(
                small,
                "AveragePool",
                Attributes.of("kernel_shape", block, "strides", block),
                sketch.input(MeasurementOperator.X, image));
        return sketch.output(MeasurementOperator.Y, small, y).build();
    }

    private static Matrix means(int large, int small, int k) {
        return Matrix.of(small, large, (i, e) -> {
            int end = Math.min(large, (i + 1) * k);
            for (int j = i * k; j < end; j++) {
                e.add(i, j, 1.0 / (end - i * k));
            }
        });
    }
}
