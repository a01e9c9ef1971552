package dev.psld.chain;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.operator.MeasurementOperator;
import java.util.Optional;

/**
 * What is known of a picture: the operator A and y = A x + noise. Immutable by convention; holds no native object.
 *
 * @param y the measurement, in the shape of the operator's output, range [−1, 1]
 */
@SuppressWarnings("ArrayRecordComponent") // a picture's samples, compared by nobody
public record Measurement(MeasurementOperator operator, float[] y) {

    public Measurement {
        if (y.length != operator.measurementShape().size()) {
            throw new IllegalArgumentException("the operator “" + operator.name() + "” measures "
                    + operator.measurementShape() + ", but " + y.length + " numbers were given");
        }
    }

    /** The same with T = 0, so that G = x̂: GML-DPS. */
    Measurement unlifted() {
        GraphBuilder b = new GraphBuilder("zero", operator.forward().opset());
        b.input(new Value(MeasurementOperator.Y, ElementType.FLOAT, operator.measurementShape()));
        String zero = b.constant(Tensor.filled(ElementType.FLOAT, operator.imageShape(), 0));
        b.emitAs(MeasurementOperator.X, "Identity", Attributes.NONE, zero);
        Value x = new Value(MeasurementOperator.X, ElementType.FLOAT, operator.imageShape());
        Graph lift = b.know(x).output(x).build();
        return new Measurement(
                new MeasurementOperator(
                        operator.name(), operator.forward(), Optional.of(lift), false, operator.parameters()),
                y);
    }
}
