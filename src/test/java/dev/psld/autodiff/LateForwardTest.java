package dev.psld.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LateForwardTest {
    private static final Attributes SAME = Attributes.of("pads", new long[] {1, 1, 1, 1});
    private static final int BLOCKS = 3;
    private static final int SIZE = 736;

    /** Blocks of a norm, SiLU and a convolution, whose values have 16·size² bytes. */
    private static Graph blocks(long size) {
        GraphBuilder b = new GraphBuilder("blocks", 17);
        String one = b.constant(Tensor.floats(Shape.of(4), 1, 0.9f, 1.1f, 1.2f));
        String h = conv(b, b.input("x", ElementType.FLOAT, 1, 1, size, size), 1, size);
        for (int i = 0; i < BLOCKS; i++) {
            String z = known(b, b.emit("InstanceNormalization", h, one, one), size);
            String sigmoid = known(b, b.emit("Sigmoid", z), size);
            h = conv(b, known(b, b.emit("Mul", z, sigmoid), size), 4, size);
        }
        return b.output(h, ElementType.FLOAT, 1, 4, size, size).build();
    }

    private static String conv(GraphBuilder b, String x, int in, long size) {
        float[] weights = new float[4 * in * 9];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) Math.sin(i + 1.0) / 6;
        }
        return known(b, b.emit("Conv", SAME, x, b.constant(Tensor.floats(Shape.of(4, in, 3, 3), weights))), size);
    }

    private static String known(GraphBuilder b, String value, long size) {
        b.know(new Value(value, ElementType.FLOAT, Shape.of(1, 4, size, size)));
        return value;
    }

    private static Vjp differentiated(Graph graph, Optional<TapeLimit> limit) {
        return StandardRules.differentiator()
                .differentiate(
                        graph,
                        new DiffRequest(
                                        List.of(graph.inputs().get(0).name()),
                                        List.of(graph.outputs().get(0).name()),
                                        Mode.TAPE)
                                .within(limit));
    }

    @Test
    void what_rules_make_of_large_forward_values_waits_for_the_cotangent_before_it() {
        Graph graph = blocks(SIZE);
        Vjp vjp = differentiated(graph, Optional.of(TapeLimit.NONE));
        List<String> sigmoids = vjp.vjp().nodes().stream()
                .filter(n -> n.op().equals("Sigmoid"))
                .map(Node::output)
                .toList();

        assertThat(sigmoids).hasSize(BLOCKS);
        String seed = vjp.vjp().inputs().get(0).name();
        assertThat(sigmoids).allMatch(s -> Ancestors.of(vjp.vjp(), s).contains(seed));
        assertThat(Ancestors.of(vjp.vjp(), sigmoids.get(1)))
                .as("what the second waits for")
                .contains(sigmoids.get(0));
        assertThat(vjp.tape()).isEqualTo(differentiated(graph, Optional.empty()).tape());
    }

    @Test
    void what_is_small_waits_for_nothing() {
        Graph graph = blocks(8);

        assertThat(differentiated(graph, Optional.of(TapeLimit.NONE)).vjp().nodes())
                .hasSameSizeAs(differentiated(graph, Optional.empty()).vjp().nodes());
    }

    @Test
    void waiting_changes_no_number() {
        Graph graph = blocks(SIZE);
        int size = SIZE * SIZE;
        float[] x = new float[size];
        float[] c = new float[4 * size];
        for (int i = 0; i < c.length; i++) {
            x[i % size] = (float) Math.sin(i * 0.37);
            c[i] = (float) Math.cos(i * 0.11);
        }
        Map<String, Tensor> inputs = Map.of(graph.inputs().get(0).name(), Tensor.floats(Shape.of(1, 1, SIZE, SIZE), x));
        List<Tensor> results = new ArrayList<>();
        for (Optional<TapeLimit> limit : List.of(Optional.<TapeLimit>empty(), Optional.of(TapeLimit.NONE))) {
            Vjp vjp = differentiated(graph, limit);
            Map<String, Tensor> feeds = new HashMap<>(inputs);
            feeds.putAll(OrtOracle.run(vjp.forward(), inputs));
            feeds.put(vjp.vjp().inputs().get(0).name(), Tensor.floats(Shape.of(1, 4, SIZE, SIZE), c));
            results.add(Objects.requireNonNull(OrtOracle.run(vjp.vjp(), feeds)
                    .get(vjp.vjp().outputs().get(0).name())));
        }
        assertThat(results.get(1).toDoubles()).isEqualTo(results.get(0).toDoubles());
    }
}
