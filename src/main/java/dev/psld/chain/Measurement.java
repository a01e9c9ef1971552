package dev.psld.chain;

import dev.psld.graph.Graph;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Tensor;
import dev.psld.operator.Mask;
import dev.psld.operator.MeasurementOperator;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.sampler.Method;
import java.util.LinkedHashMap;
import java.util.Map;
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
        Tensor mask = operator.parameters().get(Mask.PARAMETER);
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
     * T y, which no step changes.
     *
     * @throws java.util.NoSuchElementException when the operator has no lift
     */
    public float[] lifted(Environment environment, SessionOptions options) {
        Graph lift = operator.lift().orElseThrow();
        Map<String, float[]> inputs = new LinkedHashMap<>();
        operator.parameters().forEach((name, tensor) -> inputs.put(name, tensor.toFloats()));
        inputs.put(MeasurementOperator.Y, y);
        try (Session session = environment.session(OnnxWriter.toBytes(lift), options)) {
            return Objects.requireNonNull(session.evaluate(inputs).get(MeasurementOperator.X));
        }
    }

    /** The same as the method glues it: GML-DPS lifts nothing. */
    public Measurement gluedBy(Method method) {
        return method == Method.GML_DPS ? new Measurement(operator.withZeroLift(), y) : this;
    }
}
