package dev.psld.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SegmentPlanTest {
    private static final Attributes SAME = Attributes.of("pads", new long[] {1, 1, 1, 1});
    private static final int BLOCKS = 12;

    /** Residual blocks, the first of which passes its result to the last too; wide values have 16·4·size² bytes. Nothing runs it. */
    private static Graph blocks(long size) {
        GraphBuilder b = new GraphBuilder("blocks", 17);
        String h = conv(b, b.input("x", ElementType.FLOAT, 1, 2, size, size), 2, 4, size);
        String first = h;
        for (int i = 0; i < BLOCKS; i++) {
            String wide = known(b, b.emit("Tanh", conv(b, h, 4, 16, size)), 16, size);
            String narrow = conv(b, known(b, b.emit("Tanh", wide), 16, size), 16, 4, size);
            h = known(b, b.emit("Add", h, narrow), 4, size);
        }
        b.emitAs("y", "Mul", Attributes.NONE, h, first);
        return b.output("y", ElementType.FLOAT, 1, 4, size, size).build();
    }

    private static String conv(GraphBuilder b, String x, int in, int channels, long size) {
        float[] weights = new float[channels * in * 9];
        Arrays.fill(weights, 0.1f);
        String w = b.constant(Tensor.floats(Shape.of(channels, in, 3, 3), weights));
        return known(b, b.emit("Conv", SAME, x, w), channels, size);
    }

    private static String known(GraphBuilder b, String value, int channels, long size) {
        b.know(new Value(value, ElementType.FLOAT, Shape.of(1, channels, size, size)));
        return value;
    }

    private static DiffRequest request(Graph graph, Mode mode) {
        return new DiffRequest(
                List.of(graph.inputs().get(0).name()),
                List.of(graph.outputs().get(0).name()),
                mode);
    }

    private static Vjp differentiated(Graph graph, Mode mode, TapeLimit limit) {
        return StandardRules.differentiator()
                .differentiate(graph, request(graph, mode).within(Optional.of(limit)));
    }

    @Test
    void the_curve_goes_from_little_memory_to_no_work_again() {
        Graph graph = blocks(512);
        List<TapePoint> curve = StandardRules.differentiator().tapeCurve(graph, request(graph, Mode.TAPE));
        long plain = StandardRules.differentiator()
                .differentiate(graph, request(graph, Mode.TAPE))
                .tapeBytes();

        assertThat(curve.get(0).heldBytes()).isLessThan(plain / 2);
        assertThat(curve.get(0).again()).isGreaterThan(0.9);
        assertThat(curve.get(curve.size() - 1).again()).isZero();
        assertThat(curve.get(curve.size() - 1).tapeBytes()).isEqualTo(plain);
        for (int i = 1; i < curve.size(); i++) {
            assertThat(curve.get(i).again()).isLessThan(curve.get(i - 1).again());
        }
    }

    @Test
    void a_limit_takes_the_plan_with_least_work_that_keeps_it() {
        Graph graph = blocks(512);
        List<TapePoint> curve = StandardRules.differentiator().tapeCurve(graph, request(graph, Mode.TAPE));
        for (TapePoint point : curve) {
            Vjp vjp = differentiated(graph, Mode.TAPE, new TapeLimit(point.heldBytes(), false));
            assertThat(vjp.tapeBytes()).isLessThanOrEqualTo(point.heldBytes());
        }
        assertThat(differentiated(graph, Mode.TAPE, TapeLimit.least()).tapeBytes())
                .isEqualTo(curve.get(0).tapeBytes());
        assertThat(differentiated(graph, Mode.TAPE, new TapeLimit(1 << 30, false))
                        .tapeBytes())
                .as("a limit that is none")
                .isEqualTo(curve.get(curve.size() - 1).tapeBytes());
    }

    @Test
    void a_limit_that_cannot_be_kept_is_refused_with_the_least_that_can() {
        Graph graph = blocks(512);
        long least = StandardRules.differentiator()
                .tapeCurve(graph, request(graph, Mode.TAPE))
                .get(0)
                .heldBytes();

        assertThatThrownBy(() -> differentiated(graph, Mode.TAPE, new TapeLimit(least - 1, false)))
                .isInstanceOf(DiffException.class)
                .hasMessageContaining(String.format("%,d", least));
    }

    @Test
    void no_segment_can_begin_before_the_pullback_of_the_one_behind_it() {
        for (Mode mode : Mode.values()) {
            Graph graph = blocks(512);
            Vjp vjp = differentiated(graph, mode, TapeLimit.least());
            // The wide convolutions that run again, from the last to the first as the graph stands.
            List<Node> wide = vjp.vjp().nodes().stream()
                    .filter(n -> n.op().equals("Conv")
                            && vjp.vjp().values().containsKey(n.output())
                            && vjp.vjp().shape(n.output()).dim(1) == 16)
                    .toList();
            List<Node> gated = wide.stream()
                    .filter(n -> Ancestors.of(vjp.vjp(), n.output()).contains(cotangent(graph)))
                    .toList();
            assertThat(gated).as("%s: blocks that wait for a cotangent", mode).hasSizeGreaterThanOrEqualTo(BLOCKS - 4);
            assertThat(wide.size() - gated.size())
                    .as("%s: blocks that wait for none", mode)
                    .isLessThanOrEqualTo(mode == Mode.TAPE ? 4 : BLOCKS);
        }
    }

    @Test
    void in_recompute_mode_nothing_is_handed_over() {
        Graph graph = blocks(512);
        Vjp vjp = differentiated(graph, Mode.RECOMPUTE, TapeLimit.least());

        assertThat(vjp.tape()).isEmpty();
        assertThat(vjp.forward().outputs()).isEqualTo(graph.outputs());
        assertThat(vjp.vjp().inputs())
                .extracting(Value::name)
                .containsExactly(cotangent(graph), graph.inputs().get(0).name());
        assertThat(vjp.notes()).anyMatch(n -> n.contains("segments are computed again, one at a time"));
    }

    private static String cotangent(Graph graph) {
        return DiffRequest.cotangent(graph.outputs().get(0).name());
    }
}
