package dev.psld.chain;

import dev.psld.operator.Glue;
import dev.psld.operator.MeasurementOperator;

/**
 * What is known of a picture: the operator A and y = A x + noise. Immutable by convention; holds no native object.
 *
 * @param y the measurement, in the shape of the operator's output, range [−1, 1]
 * @param sigma standard deviation of the noise in y, in the same range
 */
public record Measurement(MeasurementOperator operator, float[] y, double sigma) {

    Glue glue(boolean gluing, boolean noise) {
        return Glue.of(operator, gluing, noise);
    }
}
