package dev.psld.operator;

import dev.psld.graph.Tensor;
import java.util.Objects;

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

    /**
     * The same of a masked picture with further pixels hidden.
     *
     * @param pixels those that may stay known, row after row
     */
    public Measurement within(boolean[] pixels) {
        Tensor mask =
                Objects.requireNonNull(operator.parameters().get(KnownPixels.PARAMETER), "only a mask hides pixels");
        float[] known = mask.toFloats();
        float[] seen = y.clone();
        for (int i = 0; i < seen.length; i++) {
            seen[i] = pixels[i % known.length] ? seen[i] : 0;
        }
        for (int i = 0; i < known.length; i++) {
            known[i] = pixels[i] ? known[i] : 0;
        }
        return new Measurement(operator.withMask(Tensor.floats(mask.shape(), known)), seen);
    }

    /** The same where nothing of y is given back by the lift: T = 0, which makes PSLD's gluing that of GML-DPS. */
    public Measurement withZeroLift() {
        return new Measurement(operator.withZeroLift(), y);
    }
}
