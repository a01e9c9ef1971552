package dev.psld.operator;

import dev.psld.graph.Tensor;

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

    /** How many of its numbers say something: a mask hides the pixels where it is 0, every other operator nothing. */
    public long informative() {
        Tensor mask = operator.parameters().get(KnownPixels.PARAMETER);
        if (mask == null) {
            return y.length;
        }
        long known = 0;
        for (double value : mask.toDoubles()) {
            known += value > 0 ? 1 : 0;
        }
        return known * operator.imageShape().dim(1);
    }

    /** The same where nothing of y is given back by the lift: T = 0, which makes PSLD's gluing that of GML-DPS. */
    public Measurement withZeroLift() {
        return new Measurement(operator.withZeroLift(), y);
    }
}
