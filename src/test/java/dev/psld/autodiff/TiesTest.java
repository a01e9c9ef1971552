package dev.psld.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.psld.autodiff.reference.Array;
import dev.psld.autodiff.reference.ReferenceInterpreter;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Where a function has a kink, central differences cannot judge: there PyTorch's conventions hold. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TiesTest {

    /** The cotangent of the first input for a cotangent of ones. */
    private static double[] pull(Function<CaseGraph, String> body) {
        return pull(body, "x0");
    }

    private static double[] pull(Function<CaseGraph, String> body, String x) {
        RuleCase.Instance instance = RuleCase.rule("tie", body).in(ElementType.DOUBLE, 18);
        Vjp vjp = StandardRules.differentiator().differentiate(instance.graph(), instance.request(Mode.RECOMPUTE));
        Map<String, Array> inputs = new HashMap<>(instance.inputs());
        for (String y : instance.of()) {
            double[] ones = new double[(int) instance.graph().shape(y).size()];
            java.util.Arrays.fill(ones, 1);
            inputs.put(
                    y + "_cotangent",
                    Array.of(ElementType.DOUBLE, instance.graph().shape(y), ones));
        }
        return Optional.ofNullable(ReferenceInterpreter.run(vjp.vjp(), inputs).get(x + "_cotangent"))
                .orElseThrow()
                .values();
    }

    private static String row(CaseGraph c, double... values) {
        return c.values(new long[] {values.length}, values);
    }

    @Test
    void a_rectifier_and_an_absolute_value_are_flat_at_zero() {
        assertThat(pull(c -> c.op("Relu", row(c, -1, 0, 1)))).containsExactly(0, 0, 1);
        assertThat(pull(c -> c.op("Abs", row(c, -1, 0, 1)))).containsExactly(-1, 0, 1);
    }

    @Test
    void what_a_rectifier_or_a_clip_cuts_off_gets_nothing_of_an_infinite_slope_behind_it() {
        assertThat(pull(c -> c.op("Sqrt", c.op("Relu", row(c, -1, 4))))).containsExactly(0, 0.25);
        assertThat(pull(c -> c.op("Sqrt", c.op("ThresholdedRelu", row(c, -1, 4)))))
                .containsExactly(0, 0.25);
        assertThat(pull(c -> c.op("Log", c.op("Clip", row(c, -1, 4), c.scalar(0)))))
                .containsExactly(0, 0.25);
        assertThat(pull(c -> c.op(
                        "Pow", c.op("ReduceSum", c.op("Relu", row(c, -1, -4)), c.ints(0)), c.values(new long[0], 0.5))))
                .containsExactly(0, 0);
    }

    @Test
    void a_clip_lets_the_cotangent_through_on_its_bounds() {
        assertThat(pull(c -> c.op("Clip", row(c, -2, -1, 0, 1, 2), c.scalar(-1), c.scalar(1))))
                .containsExactly(0, 1, 1, 1, 0);
    }

    @Test
    void bounds_that_crossed_leave_everything_to_the_upper_one() {
        Function<CaseGraph, String> crossed =
                c -> c.op("Clip", row(c, -2, 0, 2), c.values(new long[0], 1), c.values(new long[0], -1));
        assertThat(pull(crossed, "x0")).containsExactly(0, 0, 0);
        assertThat(pull(crossed, "x1")).containsExactly(0);
        assertThat(pull(crossed, "x2")).containsExactly(3);
        assertThat(pull(c -> c.op("Clip", row(c, -2, 0, 2), c.scalar(1), c.scalar(-1))))
                .containsExactly(0, 0, 0);
    }

    @Test
    void equal_operands_of_a_maximum_share() {
        assertThat(pull(c -> c.op("Max", row(c, 1, 2, 3), row(c, 2, 2, 2)))).containsExactly(0, 0.5, 1);
        assertThat(pull(c -> c.op("Min", row(c, 1, 2, 3), row(c, 2, 2, 2)))).containsExactly(1, 0.5, 0);
    }

    @Test
    void equal_elements_of_a_greatest_share_and_a_pooling_takes_the_first() {
        assertThat(pull(c -> c.op("ReduceMax", row(c, 3, 1, 3)))).containsExactly(0.5, 0, 0.5);
        assertThat(pull(c -> c.op(
                        "MaxPool",
                        Attributes.of("kernel_shape", new long[] {2}),
                        c.values(new long[] {1, 1, 4}, 3, 3, 1, 3))))
                .containsExactly(1, 1, 0, 1);
    }

    @Test
    void equal_entries_of_a_scattered_maximum_share() {
        assertThat(pull(c -> c.op(
                        "ScatterElements",
                        Attributes.of("reduction", "max"),
                        row(c, 1, 2, 3),
                        c.ints(1, 1, 0, 2),
                        row(c, 2, 2, 0, 3))))
                .containsExactly(1, 1 / 3.0, 0.5);
    }

    @Test
    void a_norm_is_flat_at_the_zero_vector() {
        assertThat(pull(c -> c.op(
                        "ReduceL2", Attributes.of("keepdims", 0), c.values(new long[] {2, 2}, 0, 0, 3, 4), c.ints(1))))
                .containsExactly(0, 0, 0.6000000000000001, 0.8);
    }

    @Test
    void a_norm_written_out_is_flat_at_the_zero_vector_too() {
        double[] twice = {0, 0, 3, 4};
        for (String sum : List.of("ReduceSum", "ReduceMean")) {
            double share = sum.equals("ReduceMean") ? Math.sqrt(0.5) : 1;
            double[] want = {0, 0, 0.6 * share, 0.8 * share};
            assertThat(pull(c -> {
                        String x = c.values(new long[] {2, 2}, twice);
                        String square = c.op("Mul", x, x);
                        return c.op("Sqrt", c.op(sum, Attributes.of("keepdims", 0), square, c.ints(1)));
                    }))
                    .containsExactly(want, within(1e-12));
        }
        assertThat(pull(c -> c.op(
                        "Pow",
                        c.op(
                                "ReduceSumSquare",
                                Attributes.of("keepdims", 1),
                                c.values(new long[] {2, 2}, twice),
                                c.ints(1)),
                        c.scalar(0.5))))
                .containsExactly(new double[] {0, 0, 0.6, 0.8}, within(1e-12));
    }

    @Test
    void a_row_that_is_masked_altogether_gets_nothing() {
        double none = Double.NEGATIVE_INFINITY;
        double[] pulled = pull(c -> {
            String scores = c.op(
                    "Add",
                    c.values(new long[] {2, 3}, 1, 2, 3, 1, 2, 3),
                    c.op("Reshape", c.fixedTo(none, none, none, 0, 0, none), c.ints(2, 3)));
            String soft = c.op("Softmax", scores);
            String clean = c.op("Where", c.op("IsNaN", soft), c.scalar(0), soft);
            return c.op("MatMul", clean, c.op("Reshape", c.fixedTo(1, 2, 4), c.ints(3, 1)));
        });
        double s = 1 / (1 + Math.exp(-1)) / (1 + Math.exp(1));
        assertThat(pulled).containsExactly(new double[] {0, 0, 0, -s, s, 0}, within(1e-12));
    }

    @Test
    void a_row_that_a_condition_on_rows_masks_gets_nothing_either() {
        double none = Double.NEGATIVE_INFINITY;
        for (boolean zeroFirst : new boolean[] {true, false}) {
            double[] pulled = pull(c -> {
                String scores = c.op(
                        "Add",
                        c.values(new long[] {2, 3}, 1, 2, 3, 1, 2, 3),
                        c.op("Reshape", c.fixedTo(none, none, none, 0, 0, none), c.ints(2, 3)));
                String soft = c.op("Softmax", scores);
                String flags = c.op("Reshape", c.fixedTo(zeroFirst ? 1 : 0, zeroFirst ? 0 : 1), c.ints(2, 1));
                String rows = c.op("Greater", flags, c.scalar(0.5));
                String clean =
                        zeroFirst ? c.op("Where", rows, c.scalar(0), soft) : c.op("Where", rows, soft, c.scalar(0));
                return c.op("MatMul", clean, c.op("Reshape", c.fixedTo(1, 2, 4), c.ints(3, 1)));
            });
            double s = 1 / (1 + Math.exp(-1)) / (1 + Math.exp(1));
            assertThat(pulled).containsExactly(new double[] {0, 0, 0, -s, s, 0}, within(1e-12));
        }
    }

    @Test
    void such_a_row_gets_nothing_where_the_softmax_and_the_zero_are_cast() {
        double none = Double.NEGATIVE_INFINITY;
        Attributes narrow = Attributes.of("to", ElementType.FLOAT.code());
        Attributes wide = Attributes.of("to", ElementType.DOUBLE.code());
        double[] pulled = pull(c -> {
            String scores = c.op(
                    "Add",
                    c.values(new long[] {2, 3}, 1, 2, 3, 1, 2, 3),
                    c.op("Reshape", c.fixedTo(none, none, none, 0, 0, none), c.ints(2, 3)));
            String soft = c.op("Cast", wide, c.op("Softmax", c.op("Cast", narrow, scores)));
            String rows = c.op("Greater", c.op("Reshape", c.fixedTo(1, 0), c.ints(2, 1)), c.scalar(0.5));
            String clean = c.op("Where", rows, c.op("Cast", wide, c.scalar(0)), soft);
            return c.op("MatMul", clean, c.op("Reshape", c.fixedTo(1, 2, 4), c.ints(3, 1)));
        });
        double s = 1 / (1 + Math.exp(-1)) / (1 + Math.exp(1));
        assertThat(pulled).containsExactly(new double[] {0, 0, 0, -s, s, 0}, within(1e-6));
    }

    @Test
    void a_sum_of_nothing_but_vanished_exponentials_hands_on_nothing() {
        double none = Double.NEGATIVE_INFINITY;
        assertThat(pull(c ->
                        c.op("Exp", c.op("ReduceLogSumExp", c.values(new long[] {2, 2}, none, none, 0, 0), c.ints(1)))))
                .containsExactly(new double[] {0, 0, 1, 1}, within(1e-12));
    }

    @Test
    void of_several_entries_for_one_place_only_the_last_one_counts() {
        Function<CaseGraph, String> body = c -> c.op(
                "ScatterElements",
                c.values(new long[] {5}, 0, 0, 0, 0, 0),
                c.op("Abs", c.ints(2, 1, 4, 2, 2)),
                c.values(new long[] {5}, 1, 2, 3, 4, 5));
        assertThat(pull(body, "x1")).containsExactly(0, 1, 1, 0, 1);
    }

    @Test
    void a_bent_rectifier_has_its_lower_slope_at_zero() {
        assertThat(pull(c -> c.op("LeakyRelu", Attributes.of("alpha", 0.5), row(c, -1, 0, 1))))
                .containsExactly(0.5, 0.5, 1);
        assertThat(pull(c -> c.op("PRelu", row(c, -1, 0, 1), c.scalar(0.2)))).containsExactly(0.2, 0.2, 1);
        assertThat(pull(c -> c.op("Elu", Attributes.of("alpha", 0.7), row(c, 0, 1))))
                .containsExactly(new double[] {0.7, 1}, within(1e-6));
        assertThat(pull(c -> c.op("Selu", row(c, 0, 1))))
                .containsExactly(new double[] {1.7580993, 1.050701}, within(1e-6));
    }

    @Test
    void a_hard_swish_is_flat_where_it_starts_and_steady_where_it_ends() {
        assertThat(pull(c -> c.op("HardSwish", row(c, -4, -3, 0, 3, 4)))).containsExactly(0, 0, 0.5, 1, 1);
    }

    @Test
    void a_power_of_zero_is_flat_where_its_exponent_is_zero_and_by_its_exponent() {
        assertThat(pull(c -> c.op("Pow", row(c, 0, 2), c.scalar(0)))).containsExactly(0, 0);
        assertThat(pull(c -> c.op("Pow", row(c, 0, 0, 2), c.fixedTo(0, 4, 4)))).containsExactly(0, 0, 32);
        assertThat(pull(c -> c.op("Pow", row(c, 0, 0, 2), row(c, 0, 4, 4)))).containsExactly(0, 0, 32);
        assertThat(pull(c -> c.op("Pow", c.fixedTo(0, 0, 1, 0), row(c, 0, 2, 2, -1))))
                .containsExactly(0, 0, 0, Double.NEGATIVE_INFINITY);
    }

    @Test
    void a_square_has_a_slope_at_zero_and_below() {
        assertThat(pull(c -> c.op("Pow", row(c, -3, 0, 2), c.scalar(2)))).containsExactly(-6, 0, 4);
    }
}
