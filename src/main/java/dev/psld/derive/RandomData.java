package dev.psld.derive;

import dev.psld.graph.ElementType;
import dev.psld.graph.GraphException;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** Random values that suit any model. Not thread-safe: it draws from its own generator, whose seed makes every run the same. */
public final class RandomData {
    private final SplittableRandom random;

    public RandomData(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Independent standard normal numbers. */
    double[] normal(long count) {
        double[] values = new double[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
            values[i] = radius * Math.cos(2 * Math.PI * random.nextDouble());
        }
        return values;
    }

    /** The same in single precision. */
    public float[] draw(Shape shape) {
        double[] wide = normal(shape.size());
        float[] values = new float[wide.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) wide[i];
        }
        return values;
    }

    /** A value for an input: real numbers standard normal; whole numbers and booleans 0 or 1, which are valid nearly anywhere. */
    Tensor input(Value value) {
        if (value.type().isReal()) {
            return Tensor.real(value.type(), value.shape(), normal(value.shape().size()));
        }
        if (value.type() == ElementType.STRING) {
            throw new GraphException("the input “" + value.name() + "” takes texts, which are not supported here");
        }
        // Little-endian: the first byte of each element is its lowest.
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(value.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < bytes.capacity(); i += value.type().bytes()) {
            bytes.put(i, (byte) random.nextInt(2));
        }
        return new Tensor(value.type(), value.shape(), bytes);
    }
}
