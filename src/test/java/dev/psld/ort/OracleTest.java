package dev.psld.ort;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.psld.OfficialRuntime;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Same graph, same inputs, same bytes as ONNX Runtime's official Java API in the same process. */
class OracleTest {
    private static final AttributeProto PADS = TinyModel.ints("pads", 1, 1, 1, 1);

    private static Environment environment;

    /** Ours first: the official API then binds to the library that is loaded already, and both share one environment. */
    @BeforeAll
    static void open() {
        environment = Environment.open();
    }

    @AfterAll
    static void close() {
        environment.close();
        assertThat(environment.nativeCounts().liveByKind()).isEmpty();
    }

    @Test
    void float_convolution_and_matrix_product() throws OrtException {
        byte[] model = new TinyModel()
                .input("x", ElementType.FLOAT, 1, 3, "H", "W")
                .random("w", 1, 8, 3, 3, 3)
                .random("v", 2, 4, 8, 3, 3)
                .node("Conv", List.of("x", "w"), "a", PADS)
                .node("Sigmoid", List.of("a"), "s")
                .node("Mul", List.of("a", "s"), "b")
                .node("Conv", List.of("b", "v"), "y", PADS)
                .output("y", ElementType.FLOAT, 1, 4, "H", "W")
                .bytes();
        Random random = new Random(3);
        float[] x = new float[3 * 17 * 19];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        float[] expected;
        OrtEnvironment official = OfficialRuntime.environment();
        try (OrtSession session = official.createSession(model, new OrtSession.SessionOptions());
                OnnxTensor in = OnnxTensor.createTensor(official, FloatBuffer.wrap(x), new long[] {1, 3, 17, 19});
                OrtSession.Result result = session.run(Map.of("x", in))) {
            FloatBuffer out = ((OnnxTensor) result.get(0)).getFloatBuffer();
            expected = new float[out.remaining()];
            out.get(expected);
        }
        try (Session session = environment.session(model, SessionOptions.defaults());
                OrtTensor in = OrtTensor.of(environment, x, 1, 3, 17, 19);
                OrtTensor out = only(session.run(Map.of("x", in)));
                Binding binding =
                        session.bind().input("x", in).outputToDevice("y").run();
                OrtTensor bound = binding.output("y")) {
            assertThat(out.shape()).containsExactly(1, 4, 17, 19);
            assertThat(out.toFloats()).isEqualTo(expected);
            assertThat(bound.toFloats()).isEqualTo(expected);
        }
    }

    @Test
    void doubles() throws OrtException {
        byte[] model = TinyModel.twice(ElementType.DOUBLE, 2, 2);
        double[] x = {1e-300, Math.PI, -0.0, 1e300};
        double[] expected = new double[4];
        OrtEnvironment official = OfficialRuntime.environment();
        try (OrtSession session = official.createSession(model, new OrtSession.SessionOptions());
                OnnxTensor in = OnnxTensor.createTensor(official, DoubleBuffer.wrap(x), new long[] {2, 2});
                OrtSession.Result result = session.run(Map.of("x", in))) {
            ((OnnxTensor) result.get(0)).getDoubleBuffer().get(expected);
        }
        try (Session session = environment.session(model, SessionOptions.defaults());
                OrtTensor in = OrtTensor.of(environment, x, 2, 2);
                OrtTensor out = only(session.run(Map.of("x", in)))) {
            assertThat(out.toDoubles()).isEqualTo(expected);
        }
    }

    @Test
    void long_integers() throws OrtException {
        byte[] model = TinyModel.twice(ElementType.INT64, "n");
        long[] x = {Long.MIN_VALUE / 2, -1, 0, 1L << 40};
        long[] expected = new long[4];
        OrtEnvironment official = OfficialRuntime.environment();
        try (OrtSession session = official.createSession(model, new OrtSession.SessionOptions());
                OnnxTensor in = OnnxTensor.createTensor(official, LongBuffer.wrap(x), new long[] {4});
                OrtSession.Result result = session.run(Map.of("x", in))) {
            ((OnnxTensor) result.get(0)).getLongBuffer().get(expected);
        }
        try (Session session = environment.session(model, SessionOptions.defaults());
                OrtTensor in = OrtTensor.of(environment, x, 4);
                OrtTensor out = only(session.run(Map.of("x", in)))) {
            assertThat(out.toLongs()).isEqualTo(expected);
        }
    }

    private static OrtTensor only(Map<String, OrtTensor> outputs) {
        assertThat(outputs).containsOnlyKeys("y");
        return outputs.values().iterator().next();
    }
}
