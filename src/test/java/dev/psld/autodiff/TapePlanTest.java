package dev.psld.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.Node;
import dev.psld.graph.Value;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TapePlanTest {
    private static final Attributes SAME = Attributes.of("pads", new long[] {1, 1, 1, 1});

    /** Convolution, instance norm, SiLU, convolution. */
    private static Graph block() {
        return RuleCase.rule("block", c -> {
                    String h = c.op("Conv", SAME, c.x(1, 2, 6, 6), c.fixed(4, 2, 3, 3));
                    String z = c.op("InstanceNormalization", h, c.fixed(4), c.fixed(4));
                    String a = c.op("Mul", z, c.op("Sigmoid", z));
                    return c.op("Conv", SAME, a, c.fixed(3, 4, 3, 3));
                })
                .in(ElementType.FLOAT)
                .graph();
    }

    private static Vjp differentiated(Graph graph, Mode mode) {
        List<String> wrt = graph.inputs().stream().map(Value::name).toList();
        return StandardRules.differentiator()
                .differentiate(
                        graph,
                        new DiffRequest(wrt, List.of(graph.outputs().get(0).name()), mode));
    }

    @Test
    void of_a_normalised_block_only_the_input_of_the_norm_is_kept() {
        Vjp vjp = differentiated(block(), Mode.TAPE);

        assertThat(vjp.tape()).extracting(Value::name).containsExactly("conv_0");
        assertThat(vjp.tapeBytes()).isEqualTo(4 * 36 * 4);
        assertThat(vjp.forward().outputs()).extracting(Value::name).containsExactly("conv_1", "conv_0");
        assertThat(vjp.vjp().inputs()).extracting(Value::name).containsExactly("conv_1_cotangent", "conv_0");
        assertThat(vjp.notes().get(0)).contains("tape: 0.00 MB");
    }

    @Test
    void recompute_mode_takes_the_inputs_and_keeps_nothing() {
        Graph graph = block();
        Vjp vjp = differentiated(graph, Mode.RECOMPUTE);

        assertThat(vjp.tape()).isEmpty();
        assertThat(vjp.tapeBytes()).isZero();
        assertThat(vjp.forward().outputs()).isEqualTo(graph.outputs());
        assertThat(vjp.vjp().inputs()).extracting(Value::name).containsExactly("conv_1_cotangent", "x0");
    }

    @Test
    void of_attention_the_projections_are_kept_and_not_the_probabilities() {
        Graph graph = RuleCase.rule("attention", c -> {
                    String x = c.x(1, 32, 4);
                    String q = c.op("MatMul", x, c.fixed(4, 4));
                    String k = c.op("MatMul", x, c.fixed(4, 4));
                    String v = c.op("MatMul", x, c.fixed(4, 4));
                    String kt = c.op("Transpose", Attributes.of("perm", new long[] {0, 2, 1}), k);
                    return c.op("MatMul", c.op("Softmax", c.op("MatMul", q, kt)), v);
                })
                .in(ElementType.FLOAT)
                .graph();

        Vjp vjp = differentiated(graph, Mode.TAPE);

        assertThat(vjp.tape()).hasSize(3).allMatch(v -> v.bytes() == 32 * 4 * 4);
        assertThat(vjp.vjp().nodes()).extracting(Node::op).contains("Softmax");
    }

    @Test
    void of_the_operator_attention_the_projections_are_kept_too() {
        Graph graph = RuleCase.rule("attention", c -> {
                    String x = c.x(1, 2, 32, 4);
                    String q = c.op("MatMul", x, c.fixed(4, 4));
                    String k = c.op("MatMul", x, c.fixed(4, 4));
                    String v = c.op("MatMul", x, c.fixed(4, 4));
                    return c.op("MatMul", c.op("Attention", Attributes.of("is_causal", 1), q, k, v), c.fixed(4, 3));
                })
                .opset(23)
                .in(ElementType.FLOAT)
                .graph();

        Vjp vjp = differentiated(graph, Mode.TAPE);

        assertThat(vjp.tape()).hasSize(3).allMatch(v -> v.bytes() == 2 * 32 * 4 * 4);
    }

    @Test
    void a_weight_is_never_multiplied_again() {
        Vjp vjp = differentiated(block(), Mode.TAPE);

        List<Node> forward = vjp.forward().nodes();
        assertThat(vjp.vjp().nodes())
                .doesNotContainAnyElementsOf(
                        forward.stream().filter(n -> n.op().equals("Conv")).toList());
    }

    @Test
    void a_weight_that_is_stored_otherwise_and_cast_counts_as_a_weight() {
        Graph graph = RuleCase.rule("cast weights", c -> {
                    String half = c.op("Cast", Attributes.of("to", ElementType.FLOAT16.code()), c.fixed(4, 5));
                    String weight = c.op("Cast", Attributes.of("to", c.type.code()), half);
                    return c.op("Tanh", c.op("MatMul", c.op("Exp", c.x(3, 4)), weight));
                })
                .in(ElementType.FLOAT)
                .graph();

        Vjp vjp = differentiated(graph, Mode.TAPE);

        assertThat(vjp.vjp().nodes())
                .extracting(Node::op)
                .doesNotContain("MatMul")
                .contains("Gemm");
        assertThat(vjp.tape()).extracting(Value::name).containsExactly("exp_0", "tanh_0");
    }

    @Test
    void an_input_that_is_needed_itself_is_an_input_of_the_pullback_and_no_tape() {
        Graph graph = RuleCase.rule("square", c -> {
                    String x = c.x(3);
                    return c.op("Mul", x, x);
                })
                .in(ElementType.FLOAT)
                .graph();

        Vjp vjp = differentiated(graph, Mode.TAPE);

        assertThat(vjp.tape()).isEmpty();
        assertThat(vjp.vjp().inputs()).extracting(Value::name).containsExactly("mul_0_cotangent", "x0");
    }

    @Test
    void an_output_that_is_needed_is_not_handed_over_twice() {
        Graph graph = RuleCase.rule("tanh", c -> c.op("Tanh", c.op("MatMul", c.x(2, 3), c.fixed(3, 4))))
                .in(ElementType.FLOAT)
                .graph();

        Vjp vjp = differentiated(graph, Mode.TAPE);

        assertThat(vjp.tape()).extracting(Value::name).containsExactly("tanh_0");
        assertThat(vjp.forward().outputs()).isEqualTo(graph.outputs());
    }

    @Test
    void both_graphs_hold_the_very_same_weights() {
        Vjp vjp = differentiated(block(), Mode.TAPE);

        vjp.vjp().constants().forEach((name, tensor) -> {
            if (tensor.data().remaining() > 64) {
                assertThat(vjp.forward().constants().get(name)).isSameAs(tensor);
            }
        });
        assertThat(vjp.vjp().constants().values()).anyMatch(t -> t.data().remaining() > 64);
    }

    @Test
    void a_minimum_cut_is_the_smallest_and_among_equals_the_nearest_to_the_sink() {
        MinCut cut = new MinCut(6);
        cut.edge(0, 1, MinCut.INFINITE);
        cut.edge(1, 2, 5);
        cut.edge(2, 3, 7);
        cut.edge(3, 4, 5);
        cut.edge(4, 5, MinCut.INFINITE);

        BitSet late = cut.sinkSide(0, 5);

        assertThat(late.stream().toArray()).containsExactly(4, 5);
    }
}
