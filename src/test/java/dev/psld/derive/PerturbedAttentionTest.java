package dev.psld.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.GraphException;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Self-attention of the coarsest maps becomes its values; all other attention stays. */
class PerturbedAttentionTest {
    private static final Tensor X = Tensor.floats(Shape.of(1, 4, 16), new RandomData(1).draw(Shape.of(1, 4, 16)));

    /**
     * Attention of 16 places, of 4 places, and of 4 places to 3 words, one after the other.
     *
     * @param coarse whether that of 4 places is there, else its values
     */
    private static Graph net(boolean coarse) {
        GraphBuilder b = new GraphBuilder("net", 17);
        String x = b.input("x", ElementType.FLOAT, 1, 4, 16);
        String turned = b.emit("Transpose", Attributes.of("perm", new long[] {0, 2, 1}), x);
        String fine = b.emit("MatMul", b.emit("Softmax", b.emit("MatMul", turned, x)), turned);
        b.emitAs("tape", "Identity", Attributes.NONE, fine);
        b.output("tape", ElementType.FLOAT, 1, 16, 4);
        String small = b.emit("Reshape", fine, b.vector(1, 4, 16));
        String scores =
                b.emit("MatMul", small, b.emit("Transpose", Attributes.of("perm", new long[] {0, 2, 1}), small));
        String values = b.emit("Transpose", Attributes.of("perm", new long[] {0, 2, 1}), small);
        // as V·Pᵀ, the way round that puts the channels first
        String mixed = b.emit(
                "MatMul",
                values,
                b.emit("Transpose", Attributes.of("perm", new long[] {0, 2, 1}), b.emit("Softmax", scores)));
        String taken = b.emit(
                "Transpose", Attributes.of("perm", new long[] {0, 2, 1}), coarse ? mixed : b.emit("Identity", values));
        String words = b.constant(Tensor.floats(Shape.of(1, 3, 16), new RandomData(2).draw(Shape.of(1, 3, 16))));
        String cross = b.emit(
                "MatMul",
                b.emit(
                        "Softmax",
                        b.emit(
                                "MatMul",
                                taken,
                                b.emit("Transpose", Attributes.of("perm", new long[] {0, 2, 1}), words))),
                words);
        b.emitAs("y", "Identity", Attributes.NONE, cross);
        b.output("y", ElementType.FLOAT, 1, 4, 16);
        return shaped(b.build());
    }

    private static Graph shaped(Graph graph) {
        try (Environment environment = Environment.open()) {
            return new Preparation(environment).prepare(graph);
        }
    }

    private static float[] run(Graph graph) {
        try (Environment environment = Environment.open();
                Session session = environment.session(OnnxWriter.toBytes(graph), SessionOptions.defaults())) {
            return Objects.requireNonNull(
                            TypedRun.run(environment, session, Map.of("x", X)).get("y"))
                    .toFloats();
        }
    }

    @Test
    void the_coarsest_self_attention_looks_at_each_place_alone() {
        Graph perturbed = PerturbedAttention.of(net(true), "y");
        assertThat(perturbed.outputs()).extracting("name").containsExactly("y");
        assertThat(run(perturbed)).containsExactly(run(net(false)));
        assertThat(run(perturbed)).isNotEqualTo(run(net(true)));
    }

    @Test
    void a_net_without_attention_is_refused() {
        GraphBuilder b = new GraphBuilder("plain", 17);
        b.emitAs("y", "Relu", Attributes.NONE, b.input("x", ElementType.FLOAT, 1, 4));
        b.output("y", ElementType.FLOAT, 1, 4);
        assertThatThrownBy(() -> PerturbedAttention.of(b.build(), "y"))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("leave --attention out");
    }
}
