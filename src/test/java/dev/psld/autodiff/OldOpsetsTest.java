package dev.psld.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.GraphException;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.upgrade.OpsetUpgrade;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Models of opsets before 11: written at 11 they mean the same, and their pullbacks have the values worked out here. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OldOpsetsTest {

    /** x̄ of a node on x for a cotangent of ones. */
    private static double[] pull(long opset, Tensor x, Function<GraphBuilder, String> body) {
        Graph old = graph(opset, x, body);
        Graph prepared = OrtOracle.prepared(OpsetUpgrade.upgraded(old));
        String y = prepared.outputs().get(0).name();
        Vjp vjp = StandardRules.differentiator().differentiate(prepared, DiffRequest.of("x", y, Mode.RECOMPUTE));
        Tensor ones = Tensor.filled(ElementType.FLOAT, prepared.shape(y), 1);
        Map<String, Tensor> result = OrtOracle.run(vjp.vjp(), Map.of("x", x, y + "_cotangent", ones));
        return Objects.requireNonNull(result.get("x_cotangent")).toDoubles();
    }

    /** y of a node on x, at the opset that results. */
    private static double[] run(long opset, Tensor x, Function<GraphBuilder, String> body) {
        Graph graph = OpsetUpgrade.upgraded(graph(opset, x, body));
        assertThat(graph.opset()).isEqualTo(11);
        return OrtOracle.run(graph, Map.of("x", x)).values().iterator().next().toDoubles();
    }

    private static Graph graph(long opset, Tensor x, Function<GraphBuilder, String> body) {
        GraphBuilder builder = new GraphBuilder("old", opset);
        builder.input("x", ElementType.FLOAT, x.shape().toArray());
        return builder.output(body.apply(builder), ElementType.FLOAT, -1).build();
    }

    private static Tensor row(double... values) {
        return Tensor.real(ElementType.FLOAT, Shape.of(values.length), values);
    }

    private static Tensor counting(long... dims) {
        double[] values = new double[(int) Shape.of(dims).size()];
        Arrays.setAll(values, i -> i + 1);
        return Tensor.real(ElementType.FLOAT, Shape.of(dims), values);
    }

    @Test
    void a_clip_whose_bounds_are_attributes_stops_what_it_cuts() {
        Attributes bounds = Attributes.of("min", -0.5, "max", 0.5);
        for (long opset : new long[] {6, 7, 10}) {
            assertThat(pull(opset, row(-1, -0.2, 0.3, 1), g -> g.emit("Clip", bounds, "x")))
                    .containsExactly(0, 1, 1, 0);
        }
        assertThat(pull(6, row(-1, 1), g -> g.emit("Clip", Attributes.of("max", 0.5), "x")))
                .containsExactly(1, 0);
        assertThat(pull(6, row(-1, 1), g -> g.emit("Clip", Attributes.of("min", 0.5), "x")))
                .containsExactly(0, 1);
    }

    @Test
    void a_resize_of_opset_10_and_an_upsample_are_asymmetric() {
        double[] want = {2.25, 3.75, 3.75, 6.25};
        String linear = "linear";
        assertThat(pull(
                        10,
                        counting(1, 1, 2, 2),
                        g -> g.emit(
                                "Resize",
                                Attributes.of("mode", linear),
                                "x",
                                g.constant(Tensor.real(ElementType.FLOAT, Shape.of(4), 1, 1, 2, 2)))))
                .containsExactly(want, within(1e-6));
        assertThat(pull(
                        9,
                        counting(1, 1, 2, 2),
                        g -> g.emit(
                                "Upsample",
                                Attributes.of("mode", linear),
                                "x",
                                g.constant(Tensor.real(ElementType.FLOAT, Shape.of(4), 1, 1, 2, 2)))))
                .containsExactly(want, within(1e-6));
        assertThat(pull(
                        7,
                        counting(1, 1, 2, 2),
                        g -> g.emit("Upsample", Attributes.of("mode", linear, "scales", List.of(1f, 1f, 2f, 2f)), "x")))
                .containsExactly(want, within(1e-6));
        assertThat(pull(
                        6,
                        counting(1, 1, 2, 2),
                        g -> g.emit(
                                "Upsample",
                                Attributes.of("mode", "nearest", "height_scale", 2.0, "width_scale", 3.0),
                                "x")))
                .containsExactly(6, 6, 6, 6);
    }

    @Test
    void widths_bounds_counts_and_shapes_that_were_attributes_become_inputs() {
        Tensor x = counting(4);
        assertThat(pull(
                        9,
                        x,
                        g -> g.emit("Slice", Attributes.of("starts", new long[] {1}, "ends", new long[] {3}), "x")))
                .containsExactly(0, 1, 1, 0);
        assertThat(pull(7, x, g -> g.emit("Pad", Attributes.of("pads", new long[] {2, 1}, "mode", "reflect"), "x")))
                .containsExactly(1, 2, 3, 1);
        assertThat(run(7, row(1), g -> g.emit("Pad", Attributes.of("pads", new long[] {1, 0}, "value", 7.0), "x")))
                .containsExactly(7, 1);
        assertThat(run(1, row(1), g -> g.emit("Pad", Attributes.of("paddings", new long[] {1, 0}), "x")))
                .containsExactly(0, 1);
        assertThat(run(
                        9,
                        x,
                        g -> g.emitMany("TopK", 2, Attributes.of("k", 2), "x").get(0)))
                .containsExactly(4, 3);
        assertThat(pull(4, x, g -> g.emit("Reshape", Attributes.of("shape", new long[] {2, 2}), "x")))
                .containsExactly(1, 1, 1, 1);
        assertThat(pull(
                        2,
                        x,
                        g -> g.emitMany("Split", 2, Attributes.of("split", new long[] {1, 3}), "x")
                                .get(1)))
                .containsExactly(0, 1, 1, 1);
        assertThat(pull(
                        1,
                        x,
                        g -> g.emitMany("Split", 2, Attributes.of("axis", 0), "x", g.vector(1, 3))
                                .get(1)))
                .containsExactly(0, 1, 1, 1);
    }

    @Test
    void an_operand_is_stretched_from_the_axis_that_opset_6_names() {
        Attributes channels = Attributes.of("broadcast", 1, "axis", 1);
        Tensor x = counting(1, 2, 2, 1);
        assertThat(run(6, x, g -> g.emit("Mul", channels, "x", g.constant(row(10, 100)))))
                .containsExactly(10, 20, 300, 400);
        assertThat(pull(6, x, g -> g.emit("Mul", channels, "x", g.constant(row(10, 100)))))
                .containsExactly(10, 10, 100, 100);
        assertThat(pull(6, x, g -> g.emit("PRelu", g.emit("Neg", "x"), g.constant(row(10, 100)))))
                .containsExactly(-10, -10, -100, -100);
        assertThat(pull(6, x, g -> g.emit("Add", Attributes.of("broadcast", 1), "x", g.constant(row(5)))))
                .containsExactly(1, 1, 1, 1);
    }

    @Test
    void poolings_products_and_reductions_of_opset_7_have_pullbacks_that_load() {
        Attributes window = Attributes.of("kernel_shape", new long[] {2}, "strides", new long[] {1});
        for (long opset : new long[] {6, 7, 8, 10}) {
            assertThat(pull(opset, counting(1, 1, 4), g -> g.emit("MaxPool", window, "x")))
                    .containsExactly(0, 1, 1, 1);
            assertThat(pull(opset, row(3, 1, 2), g -> g.emit("ReduceMax", Attributes.of("axes", new long[] {0}), "x")))
                    .containsExactly(1, 0, 0);
            assertThat(pull(opset, row(3, 1), g -> g.emit("Max", "x", g.constant(row(2, 2)))))
                    .containsExactly(1, 0);
            assertThat(pull(
                            opset,
                            counting(1, 2),
                            g -> g.emit(
                                    "Gemm",
                                    Attributes.of("alpha", 2.0),
                                    "x",
                                    g.constant(counting(2, 1)),
                                    g.constant(row(1)))))
                    .containsExactly(2, 4);
        }
        assertThat(run(8, x3(), g -> g.emit("Mean", "x", g.constant(row(1, 1, 1)))))
                .containsExactly(1, 1.5, 2);
    }

    private static Tensor x3() {
        return counting(3);
    }

    @Test
    void defaults_and_spellings_of_the_first_opsets_are_kept() {
        assertThat(run(5, row(2.5), g -> g.emit("Cast", Attributes.of("to", "FLOAT"), "x")))
                .containsExactly(2.5);
        assertThat(run(5, row(1), g -> g.emit("Selu", "x"))[0]).isCloseTo(1.0507, within(1e-6));
        assertThat(run(5, row(-2), g -> g.emit("Abs", Attributes.of("consumed_inputs", new long[] {1}), "x")))
                .containsExactly(2);
        assertThat(run(3, counting(1, 1), g -> g.emit("Concat", "x", "x"))).containsExactly(1, 1);
        assertThat(run(6, row(3), g -> g.emit("Dropout", Attributes.of("is_test", 1), "x")))
                .containsExactly(3);
    }

    @Test
    void what_has_no_form_at_opset_11_is_refused_by_name() {
        Graph training = graph(6, row(1), g -> g.emit("Dropout", "x"));
        assertThatThrownBy(() -> OpsetUpgrade.upgraded(training))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("Dropout → dropout_0 of opset 6")
                .hasMessageContaining("evaluation mode");
        Graph old = graph(10, row(1), g -> g.emit("Neg", "x"));
        assertThatThrownBy(() ->
                        StandardRules.differentiator().differentiate(old, DiffRequest.of("x", "neg_0", Mode.TAPE)))
                .isInstanceOf(DiffException.class)
                .hasMessageContaining("opset 10");
    }
}
