package dev.psld.operator;

import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A measurement operator A as ONNX graphs, with the map T that lifts measurements back to images. Immutable and
 * thread-safe.
 *
 * @param name what reports call it, with its settings
 * @param forward A: input {@code x}, an image 1×C×H×W of floats in [−1, 1], and the parameters; output {@code y}
 * @param lift T: input {@code y} and those parameters that it needs; output {@code x}. Empty only for a user's operator
 *     that came without one and changes the shape
 * @param exact true where A T A = A and T A is a projection: gluing then replaces exactly what was measured
 * @param parameters values for the further inputs of both graphs (a mask, a kernel); others of the same shape may be fed
 *     to a session instead
 * @param plane A on one channel as arithmetic, for the parameters given here: it does the same to every channel; empty for a
 *     user's operator
 */
public record MeasurementOperator(
        String name,
        Graph forward,
        Optional<Graph> lift,
        boolean exact,
        Map<String, Tensor> parameters,
        Optional<LinearMap> plane) {
    /** Name of the image in all graphs of this package. */
    public static final String X = "x";

    /** Name of the measurement in all graphs of this package. */
    public static final String Y = "y";

    public MeasurementOperator {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** 1×C×H×W. */
    public Shape imageShape() {
        return forward.shape(X);
    }

    /** The same A with T = 0, so that the glued image is the image itself: what GML-DPS encodes. */
    public MeasurementOperator withZeroLift() {
        TypedGraphBuilder sketch = new TypedGraphBuilder(new GraphBuilder("zero", forward.opset()));
        sketch.input(Y, measurementShape());
        String zeros = sketch.emit(
                imageShape(),
                "ConstantOfShape",
                sketch.builder().vector(imageShape().toArray()));
        return new MeasurementOperator(
                name, forward, Optional.of(sketch.output(X, imageShape(), zeros).build()), false, parameters, plane);
    }

    /** The same mask operator with another mask. */
    MeasurementOperator withMask(Tensor mask) {
        return new MeasurementOperator(
                name,
                forward,
                lift,
                exact,
                Map.of(KnownPixels.PARAMETER, mask),
                Optional.of(new DiagonalMap(mask.toDoubles())));
    }

    /** Shape of y, of any rank. */
    public Shape measurementShape() {
        return forward.shape(Y);
    }
}
