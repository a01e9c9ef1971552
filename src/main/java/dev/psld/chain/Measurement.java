package dev.psld.chain;

import dev.psld.operator.MeasurementOperator;

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
}
