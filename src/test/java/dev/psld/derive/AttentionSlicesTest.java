package dev.psld.derive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Mode;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Attention over many tokens is pulled back in slices, which no order of the nodes can hold at once. */
class AttentionSlicesTest {
    private static final int HEADS = 2;
    private static final int SIZE = 8;

    /** Each head has 37.7 MB of probabilities: two slices. */
    private static final int TOKENS = 3072;

    @Test
    void slicesGiveWhatTheWholeGives() {
        Tensor x = Tensor.floats(
                Shape.of(1, HEADS, TOKENS, SIZE), new RandomData(1).draw(Shape.of(1, HEADS, TOKENS, SIZE)));
        Tensor c = Tensor.floats(x.shape(), new RandomData(2).draw(x.shape()));
        double[] whole = pulled(attention(true), x, c);
        double[] sliced = pulled(attention(false), x, c);
        double largest = 0;
        double apart = 0;
        for (int i = 0; i < whole.length; i++) {
            largest = Math.max(largest, Math.abs(whole[i]));
            apart = Math.max(apart, Math.abs(whole[i] - sliced[i]));
        }
        assertThat(apart / largest).isLessThan(1e-5);
    }

    @Test
    void oneSliceCannotBeginBeforeTheOneBeforeItHasEnded() {
        Graph pullback = pullback(attention(false));
        List<Node> softmaxes =
                pullback.nodes().stream().filter(n -> n.op().equals("Softmax")).toList();
        assertThat(softmaxes).hasSize(2 * HEADS);
        for (int i = 1; i < softmaxes.size(); i++) {
            assertThat(ancestors(pullback, softmaxes.get(i)))
                    .as("what slice %d waits for", i)
                    .contains(softmaxes.get(i - 1).output());
        }
        try (Environment environment = Environment.open()) {
            Graph shaped = new Preparation(environment).shaped(pullback);
            assertThat(shaped.values().values())
                    .as("values with all probabilities of one head or more")
                    .noneMatch(v -> v.shape().size() >= (long) TOKENS * TOKENS);
        }
    }

    private static Set<String> ancestors(Graph graph, Node of) {
        Set<String> wanted = new HashSet<>(of.inputs());
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            if (node.outputs().stream().anyMatch(wanted::contains)) {
                wanted.addAll(node.inputs());
            }
        }
        return wanted;
    }

    /** softmax(x·xᵀ/√d)·x; {@code apart} keeps the pattern from being seen. */
    private static Graph attention(boolean apart) {
        GraphBuilder b = new GraphBuilder("attention", 17);
        String x = b.input("x", ElementType.FLOAT, 1, HEADS, TOKENS, SIZE);
        Shape scores = Shape.of(1, HEADS, TOKENS, TOKENS);
        String turned = b.emit("Transpose", Attributes.of("perm", new long[] {0, 1, 3, 2}), x);
        String keys = b.emit("Mul", turned, b.constant(Tensor.floats(Shape.of(), 0.35f)));
        String product = b.emit("MatMul", x, keys);
        String softmax = b.emit("Softmax", Attributes.of("axis", -1), product);
        String probabilities = apart ? b.emit("Identity", softmax) : softmax;
        b.emitAs("y", "MatMul", Attributes.NONE, probabilities, x);
        for (String value : List.of(turned, keys)) {
            b.know(new Value(value, ElementType.FLOAT, Shape.of(1, HEADS, SIZE, TOKENS)));
        }
        new HashSet<>(List.of(product, softmax, probabilities))
                .forEach(v -> b.know(new Value(v, ElementType.FLOAT, scores)));
        b.output("y", ElementType.FLOAT, 1, HEADS, TOKENS, SIZE);
        return b.build();
    }

    private static Graph pullback(Graph graph) {
        return StandardRules.differentiator()
                .differentiate(graph, new DiffRequest(List.of("x"), List.of("y"), Mode.RECOMPUTE))
                .vjp();
    }

    private static double[] pulled(Graph graph, Tensor x, Tensor cotangent) {
        try (Environment environment = Environment.open();
                Session session = environment.session(
                        OnnxWriter.toBytes(pullback(graph)),
                        SessionOptions.defaults().withArena(false))) {
            Map<String, Tensor> results = TypedRun.run(environment, session, Map.of("x", x, "y_cotangent", cotangent));
            return Objects.requireNonNull(results.get("x_cotangent")).toDoubles();
        }
    }
}
