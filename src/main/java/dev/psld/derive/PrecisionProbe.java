package dev.psld.derive;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.ort.Environment;
import dev.psld.ort.ExecutionProvider;
import dev.psld.ort.Pick;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.util.List;
import java.util.Map;

/**
 * How far a provider is from the CPU in single precision, on a small net of convolutions, norms and SiLUs. Immutable.
 *
 * @param single largest difference over the largest number, in single precision; NaN where a result is none
 * @param half the same in half precision
 */
public record PrecisionProbe(double single, double half) {
    /** Ten bits of mantissa through some layers; a provider that is wrong is wrong by far more. */
    private static final double HALF = 2e-2;
    /** Room for sums in another order and for TF32. */
    private static final double SINGLE = 5e-3;

    private static final int CHANNELS = 16;
    private static final int SIDE = 32;

    /** Runs the net now; an {@link dev.psld.ort.OrtException} where a provider refuses it. */
    public static PrecisionProbe of(Environment environment, Pick pick) {
        Graph net = net();
        float[] want = run(environment, net, List.of());
        return new PrecisionProbe(
                apart(run(environment, net, pick.providers()), want),
                apart(
                        run(
                                environment,
                                HalfPrecision.of(net),
                                pick.inHalfPrecision().providers()),
                        want));
    }

    /** Whether single precision is as it should be. */
    public boolean computes() {
        return single <= SINGLE;
    }

    /** Whether half precision is near enough to be used. */
    public boolean halves() {
        return half <= HALF;
    }

    /** Largest difference over the largest number; NaN where there is one. */
    static double apart(float[] found, float[] want) {
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < want.length; i++) {
            if (Float.isNaN(found[i])) {
                return Double.NaN;
            }
            difference = Math.max(difference, Math.abs((double) found[i] - want[i]));
            largest = Math.max(largest, Math.abs(want[i]));
        }
        return difference / largest;
    }

    private static float[] run(Environment environment, Graph net, List<ExecutionProvider> providers) {
        try (Session session = environment.session(
                OnnxWriter.toBytes(net), SessionOptions.defaults().withProviders(providers))) {
            float[] x = new RandomData(2).draw(Shape.of(1, CHANNELS, SIDE, SIDE));
            return session.evaluate(Map.of("x", x)).getOrDefault("y", new float[x.length]);
        }
    }

    private static Graph net() {
        GraphBuilder net = new GraphBuilder("precision", 17);
        Shape picture = Shape.of(1, CHANNELS, SIDE, SIDE);
        Shape kernel = Shape.of(CHANNELS, CHANNELS, 3, 3);
        net.input("x", ElementType.FLOAT, picture.toArray());
        String at = "x";
        for (int layer = 0; layer < 2; layer++) {
            float[] weights = new RandomData(layer).draw(kernel);
            for (int i = 0; i < weights.length; i++) {
                weights[i] /= 12; // √(9·16): what goes out is as large as what goes in
            }
            String weight = net.constant("weight" + layer, Tensor.floats(kernel, weights));
            at = known(net, "Conv", Attributes.of("pads", new long[] {1, 1, 1, 1}), picture, at, weight);
            String scale = net.constant("scale" + layer, Tensor.filled(ElementType.FLOAT, Shape.of(CHANNELS), 1));
            String bias = net.constant("bias" + layer, Tensor.filled(ElementType.FLOAT, Shape.of(CHANNELS), 0.1));
            at = known(net, "InstanceNormalization", Attributes.NONE, picture, at, scale, bias);
            at = known(net, "Mul", Attributes.NONE, picture, at, known(net, "Sigmoid", Attributes.NONE, picture, at));
        }
        net.emitAs("y", "Identity", Attributes.NONE, at);
        return net.output("y", ElementType.FLOAT, picture.toArray()).build();
    }

    private static String known(GraphBuilder net, String op, Attributes attributes, Shape shape, String... inputs) {
        String made = net.emit(op, attributes, inputs);
        net.know(new Value(made, ElementType.FLOAT, shape));
        return made;
    }
}
