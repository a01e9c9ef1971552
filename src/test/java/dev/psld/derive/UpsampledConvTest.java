package dev.psld.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Mode;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpsampledConvTest {

    @ParameterizedTest
    @CsvSource({"2, 3, 1, 1, 1, 1", "2, 3, 0, 1, 2, 0", "3, 5, 2, 2, 2, 2", "2, 1, 0, 0, 0, 0"})
    void an_enlargement_and_its_convolution_become_one_node(
            int factor, int k, int top, int left, int bottom, int right) {
        Graph graph = enlarged(factor, k, "asymmetric", 16, top, left, bottom, right);
        Graph rewritten = UpsampledConv.apply(graph);
        assertThat(count(rewritten, "Resize")).isZero();
        assertThat(count(rewritten, "ConvTranspose")).isOne();
        assertClose(run(rewritten, 16 * 5 * 7), run(graph, 16 * 5 * 7));
        int pixels = Math.toIntExact(graph.outputs().get(0).shape().size());
        assertClose(run(pullback(rewritten), pixels), run(pullback(graph), pixels));
    }

    @Test
    void another_enlargement_and_few_channels_stay() {
        assertThat(count(UpsampledConv.apply(enlarged(2, 3, "half_pixel", 16, 1, 1, 1, 1)), "Resize"))
                .isOne();
        assertThat(count(UpsampledConv.apply(enlarged(2, 3, "asymmetric", 3, 1, 1, 1, 1)), "Resize"))
                .isOne();
    }

    /** x 1×16×5×7, enlarged by a factor, convolved with k×k, plus a bias. */
    private static Graph enlarged(
            int factor, int k, String mode, int channels, int top, int left, int bottom, int right) {
        GraphBuilder b = new GraphBuilder("enlarged", 17);
        String x = b.input("x", ElementType.FLOAT, 1, 16, 5, 7);
        String scales = b.constant(Tensor.floats(Shape.of(4), 1, 1, factor, factor));
        String large = b.emit(
                "Resize",
                Attributes.of(
                        "mode", "nearest",
                        "coordinate_transformation_mode", mode,
                        "nearest_mode", "floor"),
                x,
                "",
                scales);
        b.know(new Value(large, ElementType.FLOAT, Shape.of(1, 16, 5L * factor, 7L * factor)));
        String w = b.constant(
                Tensor.floats(Shape.of(channels, 16, k, k), new RandomData(1).draw(Shape.of(channels, 16, k, k))));
        String bias = b.constant(Tensor.floats(Shape.of(channels), new RandomData(2).draw(Shape.of(channels))));
        b.emitAs("y", "Conv", Attributes.of("pads", new long[] {top, left, bottom, right}), large, w, bias);
        b.output(
                "y",
                ElementType.FLOAT,
                1,
                channels,
                5L * factor + top + bottom - k + 1,
                7L * factor + left + right - k + 1);
        return b.build();
    }

    private static Graph pullback(Graph graph) {
        return StandardRules.differentiator()
                .differentiate(graph, DiffRequest.of("x", "y", Mode.TAPE))
                .vjp();
    }

    /** The output for a random input of this length, which is the graph's only one. */
    private static float[] run(Graph graph, int length) {
        try (Environment environment = Environment.open();
                Session session = environment.session(OnnxWriter.toBytes(graph), SessionOptions.defaults())) {
            String input = graph.inputs().get(0).name();
            String output = graph.outputs().get(0).name();
            float[] drawn = new RandomData(3).draw(Shape.of(length));
            return Objects.requireNonNull(session.evaluate(Map.of(input, drawn)).get(output));
        }
    }

    private static void assertClose(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-4f));
        }
    }

    private static long count(Graph graph, String op) {
        return graph.nodes().stream().filter(node -> node.op().equals(op)).count();
    }
}
