package dev.psld.operator;

import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import java.util.Map;
import java.util.Optional;

/** Denoising: the measurement is the image itself, with noise. Stateless. */
public final class Identity {
    private Identity() {}

    public static MeasurementOperator of(Shape image) {
        Images.check(image);
        return new MeasurementOperator(
                "identity",
                graph(image, MeasurementOperator.X, MeasurementOperator.Y),
                Optional.of(graph(image, MeasurementOperator.Y, MeasurementOperator.X)),
                true,
                Map.of(),
                Optional.of(DiagonalMap.identity(Images.height(image) * Images.width(image))));
    }

    static Graph graph(Shape shape, String from, String to) {
        TypedGraphBuilder sketch = new TypedGraphBuilder("identity");
        return sketch.output(to, shape, sketch.input(from, shape)).build();
    }
}
