package dev.psld.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.GraphException;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DifferentiatorTest {

    private static GraphBuilder graph() {
        return new GraphBuilder("g", 17);
    }

    private static void real(GraphBuilder g, String... names) {
        for (String name : names) {
            g.know(new Value(name, ElementType.FLOAT, Shape.of(3)));
        }
    }

    @Test
    void an_input_that_is_used_many_times_gets_the_sum_over_all_paths() {
        GraphBuilder g = graph();
        g.input("x", ElementType.FLOAT, 3);
        g.emitAs("square", "Mul", Attributes.NONE, "x", "x");
        g.emitAs("y", "Add", Attributes.NONE, "square", "x");
        real(g, "square", "y");
        Graph forward = g.output("y", ElementType.FLOAT, 3).build();

        Vjp vjp = StandardRules.differentiator().differentiate(forward, DiffRequest.of("x", "y", Mode.TAPE));

        Tensor x = Tensor.floats(Shape.of(3), 1, 2, -3);
        Tensor ones = Tensor.floats(Shape.of(3), 1, 1, 1);
        assertThat(OrtOracle.run(vjp.vjp(), Map.of("x", x, "y_cotangent", ones)).get("x_cotangent"))
                .isEqualTo(Tensor.floats(Shape.of(3), 3, 5, -5));
    }

    @Test
    void several_outputs_and_inputs_are_differentiated_at_once() {
        GraphBuilder g = graph();
        g.input("a", ElementType.FLOAT, 3);
        g.input("b", ElementType.FLOAT, 3);
        g.emitAs("y", "Mul", Attributes.NONE, "a", "b");
        g.emitAs("z", "Add", Attributes.NONE, "y", "a");
        real(g, "y", "z");
        g.output("y", ElementType.FLOAT, 3).output("z", ElementType.FLOAT, 3);

        Vjp vjp = StandardRules.differentiator()
                .differentiate(g.build(), new DiffRequest(List.of("a", "b"), List.of("y", "z"), Mode.RECOMPUTE));

        Map<String, Tensor> result = OrtOracle.run(
                vjp.vjp(),
                Map.of(
                        "a", Tensor.floats(Shape.of(3), 1, 2, 3),
                        "b", Tensor.floats(Shape.of(3), 4, 5, 6),
                        "y_cotangent", Tensor.floats(Shape.of(3), 1, 0, 0),
                        "z_cotangent", Tensor.floats(Shape.of(3), 0, 1, 1)));
        assertThat(result.get("a_cotangent")).isEqualTo(Tensor.floats(Shape.of(3), 4, 6, 7));
        assertThat(result.get("b_cotangent")).isEqualTo(Tensor.floats(Shape.of(3), 1, 2, 3));
    }

    @Test
    void an_operator_without_a_rule_is_a_sentence_with_operator_node_path_and_remedy() {
        GraphBuilder g = graph();
        g.input("x", ElementType.FLOAT, 3);
        g.emitAs("h", "Neg", Attributes.NONE, "x");
        g.emitAs("d", "BitCast", Attributes.NONE, "h");
        g.emitAs("y", "Neg", Attributes.NONE, "d");
        real(g, "h", "d", "y");
        Graph forward = g.output("y", ElementType.FLOAT, 3).build();

        assertThatThrownBy(() ->
                        StandardRules.differentiator().differentiate(forward, DiffRequest.of("x", "y", Mode.TAPE)))
                .isInstanceOf(MissingRuleException.class)
                .hasMessage(
                        "there is no pullback rule for the operator BitCast at node BitCast → d, on the path “x” → Neg → h"
                                + " → BitCast → d → Neg → y → “y”; rewrite the model with other operators there, or export it at"
                                + " another opset so that this one is decomposed");
    }

    @Test
    void an_opset_that_is_younger_than_the_rules_is_refused_by_its_number() {
        GraphBuilder g = new GraphBuilder("young", 27);
        g.input("x", ElementType.FLOAT, 3);
        g.emitAs("y", "Neg", Attributes.NONE, "x");
        Graph forward = g.output("y", ElementType.FLOAT, 3).build();

        assertThatThrownBy(() ->
                        StandardRules.differentiator().differentiate(forward, DiffRequest.of("x", "y", Mode.TAPE)))
                .isInstanceOf(GraphException.class)
                .hasMessage(
                        "the graph “young” is of opset 27, and the rules know those up to 26: export the model at that"
                                + " one or an older one");
    }

    @Test
    void control_flow_is_refused_also_where_only_its_body_reads_the_input() {
        OnnxMl.GraphProto body = OnnxMl.GraphProto.newBuilder()
                .addNode(OnnxMl.NodeProto.newBuilder()
                        .setOpType("Neg")
                        .addInput("x")
                        .addOutput("r"))
                .addOutput(OnnxMl.ValueInfoProto.newBuilder().setName("r"))
                .build();
        GraphBuilder g = graph();
        g.input("x", ElementType.FLOAT, 3);
        g.input("c", ElementType.BOOL);
        Attributes.Subgraph branch = new Attributes.Subgraph(body);
        g.emitAs("y", "Loop", Attributes.of("body", branch), "", "c");
        real(g, "y");
        Graph forward = g.output("y", ElementType.FLOAT, 3).build();

        assertThatThrownBy(() ->
                        StandardRules.differentiator().differentiate(forward, DiffRequest.of("x", "y", Mode.TAPE)))
                .isInstanceOf(MissingRuleException.class)
                .hasMessage(
                        "there is no pullback rule for the operator Loop at node Loop → y, on the path “x” → Loop → y → “y”;"
                                + " export the model with this control flow traced or unrolled, so that the graph has none");
    }

    @Test
    void a_path_that_an_integer_cuts_is_an_error_and_not_a_silent_zero() {
        GraphBuilder g = graph();
        g.input("x", ElementType.FLOAT, 3);
        g.emitAs("whole", "Cast", Attributes.of("to", ElementType.INT64.code()), "x");
        g.emitAs("y", "Cast", Attributes.of("to", ElementType.FLOAT.code()), "whole");
        g.know(new Value("whole", ElementType.INT64, Shape.of(3)));
        real(g, "y");
        Graph forward = g.output("y", ElementType.FLOAT, 3).build();

        assertThatThrownBy(() ->
                        StandardRules.differentiator().differentiate(forward, DiffRequest.of("x", "y", Mode.TAPE)))
                .isInstanceOf(DiffException.class)
                .hasMessageContaining("every path from “x” to “y” ends at an operator")
                .hasMessageContaining("Cast → whole");
    }

    @Test
    void a_path_through_the_places_of_a_pooling_is_an_error_that_names_it() {
        GraphBuilder g = graph();
        g.input("x", ElementType.FLOAT, 1, 1, 4);
        List<String> pooled = g.emitMany("MaxPool", 2, Attributes.of("kernel_shape", new long[] {2}), "x");
        g.emitAs("y", "Cast", Attributes.of("to", ElementType.FLOAT.code()), pooled.get(1));
        g.know(new Value(pooled.get(0), ElementType.FLOAT, Shape.of(1, 1, 3)));
        g.know(new Value(pooled.get(1), ElementType.INT64, Shape.of(1, 1, 3)));
        g.know(new Value("y", ElementType.FLOAT, Shape.of(1, 1, 3)));
        Graph forward = g.output("y", ElementType.FLOAT, 1, 1, 3).build();

        assertThatThrownBy(() ->
                        StandardRules.differentiator().differentiate(forward, DiffRequest.of("x", "y", Mode.TAPE)))
                .isInstanceOf(DiffException.class)
                .hasMessageContaining("every path from “x” to “y” ends at an operator")
                .hasMessageContaining("MaxPool → maxpool_0");
    }

    @Test
    void ten_thousand_nodes_take_two_seconds() {
        GraphBuilder g = new GraphBuilder("deep", 17);
        String value = g.input("x", ElementType.FLOAT, 8);
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            String weight = g.constant("w" + i, Tensor.floats(Shape.of(1), random.nextFloat()));
            value = switch (i % 4) {
                case 0 -> g.emit("Tanh", value);
                case 1 -> g.emit("Mul", value, weight);
                case 2 -> g.emit("Add", value, "x");
                default -> g.emit("Add", value, weight);
            };
            g.know(new Value(value, ElementType.FLOAT, Shape.of(8)));
        }
        Graph forward = g.output(value, ElementType.FLOAT, 8).build();
        DiffRequest request = DiffRequest.of("x", value, Mode.TAPE);
        StandardRules.differentiator().differentiate(forward, request);

        long start = cpuTime();
        Vjp vjp = StandardRules.differentiator().differentiate(forward, request);

        assertThat(vjp.vjp().nodes()).hasSizeGreaterThan(10_000);
        assertThat((cpuTime() - start) / 1e9).isLessThan(2);
    }

    /** Of this thread: other programs on the machine take none of it. */
    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    void a_pooling_of_4800_places_takes_no_time_at_an_opset_that_cannot_add_while_scattering() {
        GraphBuilder g = new GraphBuilder("pool", 11);
        g.input("x", ElementType.FLOAT, 1, 2, 61, 83);
        g.emitAs("y", "MaxPool", Attributes.of("kernel_shape", new long[] {60, 80}), "x");
        g.know(new Value("y", ElementType.FLOAT, Shape.of(1, 2, 2, 4)));
        Graph forward = g.output("y", ElementType.FLOAT, 1, 2, 2, 4).build();

        long start = cpuTime();
        Graph vjp = StandardRules.differentiator()
                .differentiate(forward, DiffRequest.of("x", "y", Mode.RECOMPUTE))
                .vjp();
        assertThat((cpuTime() - start) / 1e9).isLessThan(2);

        double[] falling = new double[2 * 61 * 83];
        Arrays.setAll(falling, i -> -i);
        double[] pulled = Objects.requireNonNull(OrtOracle.run(
                                vjp,
                                Map.of(
                                        "x", Tensor.real(ElementType.FLOAT, Shape.of(1, 2, 61, 83), falling),
                                        "y_cotangent", Tensor.filled(ElementType.FLOAT, Shape.of(1, 2, 2, 4), 1)))
                        .get("x_cotangent"))
                .toDoubles();
        // The first element of each window wins: one for each of the eight windows of a plane.
        assertThat(Arrays.stream(pulled).sum()).isEqualTo(16);
        assertThat(List.of(pulled[0], pulled[3], pulled[83], pulled[86], pulled[4]))
                .containsExactly(1d, 1d, 1d, 1d, 0d);
    }

    @Test
    void an_input_without_influence_is_an_error() {
        GraphBuilder g = graph();
        g.input("x", ElementType.FLOAT, 3);
        g.input("other", ElementType.FLOAT, 3);
        g.emitAs("y", "Neg", Attributes.NONE, "other");
        real(g, "y");
        Graph forward = g.output("y", ElementType.FLOAT, 3).build();

        assertThatThrownBy(() ->
                        StandardRules.differentiator().differentiate(forward, DiffRequest.of("x", "y", Mode.TAPE)))
                .hasMessageContaining("“y” does not depend on “x”");
        assertThatThrownBy(() -> StandardRules.differentiator()
                        .differentiate(forward, new DiffRequest(List.of("x", "other"), List.of("y"), Mode.TAPE)))
                .hasMessageContaining("“x” does not influence “y”");
    }

    @Test
    void an_unknown_name_or_shape_is_named() {
        GraphBuilder g = graph();
        g.input("x", ElementType.FLOAT, 3);
        g.emitAs("h", "Neg", Attributes.NONE, "x");
        g.emitAs("y", "Neg", Attributes.NONE, "h");
        Graph forward = g.output("y", ElementType.FLOAT, 3).build();

        assertThatThrownBy(() ->
                        StandardRules.differentiator().differentiate(forward, DiffRequest.of("x", "y", Mode.TAPE)))
                .hasMessageContaining("the shape of “h” in the graph “g” is not known");
        real(g, "h");
        Graph whole = g.build();
        assertThatThrownBy(() ->
                        StandardRules.differentiator().differentiate(whole, DiffRequest.of("nothing", "y", Mode.TAPE)))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("“nothing”");
    }
}
