package dev.psld.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.psld.bundle.Bundle;
import dev.psld.bundle.TinyBundle;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.operator.Degradation;
import dev.psld.operator.Task;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import dev.psld.sampler.Draws;
import dev.psld.sampler.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rewrites of fused graphs: they apply where they should and keep the values. */
class RewriteTest {

    @ParameterizedTest
    @CsvSource({"2, 3, 1, 1, 1, 1", "2, 3, 0, 1, 2, 0", "3, 5, 2, 2, 2, 2", "2, 1, 0, 0, 0, 0"})
    void an_enlargement_and_its_convolution_become_one_node(
            int factor, int k, int top, int left, int bottom, int right) {
        Graph graph = enlarged(factor, k, "asymmetric", 16, top, left, bottom, right);
        Graph rewritten = UpsampledConv.apply(graph);
        assertThat(count(rewritten, "Resize")).isZero();
        assertThat(count(rewritten, "ConvTranspose")).isOne();
        float[] expected = run(graph);
        float[] found = run(rewritten);
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-4f));
        }
    }

    @Test
    void another_enlargement_and_few_channels_stay() {
        assertThat(count(UpsampledConv.apply(enlarged(2, 3, "half_pixel", 16, 1, 1, 1, 1)), "Resize"))
                .isOne();
        assertThat(count(UpsampledConv.apply(enlarged(2, 3, "asymmetric", 3, 1, 1, 1, 1)), "Resize"))
                .isOne();
    }

    @Test
    void the_forward_takes_the_pullbacks_norm_where_silu_follows(@TempDir Path folder) throws IOException {
        try (Environment environment = Environment.open()) {
            Bundle bundle = TinyBundle.export(environment, folder, dev.psld.autodiff.Mode.TAPE);
            BundleGraphs nets = BundleGraphs.read(bundle);
            long before = Bundle.ROLES.stream()
                    .mapToLong(role -> count(nets.forward(role).graph(), "InstanceNormalization"))
                    .sum();
            long activated = Bundle.ROLES.stream()
                    .mapToLong(role -> count(nets.pullback(role).graph(), "Sigmoid"))
                    .sum();
            Graph step = StepGraph.of(
                            nets,
                            Degradation.of(Task.SR4).operator(Shape.of(1, 3, 16, 16)),
                            StepKind.step(Settings.defaults(), true, false))
                    .graph();
            assertThat(activated).isPositive();
            assertThat(count(step, "InstanceNormalization")).isBetween(before - activated, before - 1);
        }
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
        String w = b.constant(
                Tensor.floats(Shape.of(channels, 16, k, k), Draws.of(1, "w").normal(channels * 16 * k * k)));
        String bias =
                b.constant(Tensor.floats(Shape.of(channels), Draws.of(2, "b").normal(channels)));
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

    private static float[] run(Graph graph) {
        try (Environment environment = Environment.open();
                Session session = environment.session(OnnxWriter.toBytes(graph), SessionOptions.defaults())) {
            return Objects.requireNonNull(
                    session.evaluate(Map.of("x", Draws.of(3, "x").normal(16 * 5 * 7)))
                            .get("y"));
        }
    }

    private static long count(Graph graph, String op) {
        return graph.nodes().stream().filter(node -> node.op().equals(op)).count();
    }
}
