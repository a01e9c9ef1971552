package dev.psld.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Pullbacks in single precision on ONNX Runtime, where their terms cancel or saturate, against formulae in double precision. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SinglePrecisionTest {

    /** The cotangent of an input for a cotangent of ones. */
    private static double[] pull(Function<CaseGraph, String> body, Map<String, double[]> values, String x) {
        RuleCase.Instance instance = RuleCase.rule("single", body).in(ElementType.FLOAT, 18);
        Graph vjp = StandardRules.differentiator()
                .differentiate(instance.graph(), instance.request(Mode.RECOMPUTE))
                .vjp();
        Map<String, Tensor> feeds = new HashMap<>();
        vjp.inputs()
                .forEach(v -> feeds.put(
                        v.name(),
                        values.containsKey(v.name())
                                ? Tensor.real(
                                        ElementType.FLOAT,
                                        v.shape(),
                                        Optional.ofNullable(values.get(v.name()))
                                                .orElseThrow())
                                : Tensor.filled(ElementType.FLOAT, v.shape(), 1)));
        return Optional.ofNullable(OrtOracle.run(vjp, feeds).get(x + "_cotangent"))
                .orElseThrow()
                .toDoubles();
    }

    @Test
    void the_slope_of_mish_is_as_exact_where_it_is_small_as_where_it_is_not() {
        double[] x = {-16, -12, -10, -8, -5, -2, 0, 2, 8};
        double[] have = pull(c -> c.op("Mish", c.values(new long[] {x.length}, x)), Map.of("x0", x), "x0");
        for (int i = 0; i < x.length; i++) {
            double t = Math.tanh(Math.log1p(Math.exp(x[i])));
            double want = t + x[i] / (1 + Math.exp(-x[i])) * (1 - t * t);
            assertThat(Math.abs(have[i] / want - 1)).as("at " + x[i]).isLessThan(5e-6);
        }
    }

    @Test
    void the_slope_of_aMean_by_its_weights_keeps_its_digits_where_many_terms_cancel() {
        int n = 6000;
        Random random = new Random(3);
        double[] w = random.doubles(n, 0.5, 2).map(v -> (float) v).toArray();
        double[] x = random.doubles(n, 4, 4.01).map(v -> (float) v).toArray();
        Function<CaseGraph, String> mean = c -> {
            String weights = c.values(new long[] {n}, w);
            Attributes all = Attributes.of("keepdims", 0);
            return c.op(
                    "Div",
                    c.op("ReduceSum", all, c.op("Mul", c.values(new long[] {n}, x), weights)),
                    c.op("ReduceSum", all, weights));
        };
        double[] have = pull(mean, Map.of("x0", w, "x1", x), "x0");
        double whole = Arrays.stream(w).sum();
        double y = IntStream.range(0, n).mapToDouble(i -> w[i] * x[i]).sum() / whole;
        double[] want =
                IntStream.range(0, n).mapToDouble(i -> (x[i] - y) / whole).toArray();
        // All of them together: they cancel, as the mean is the same for weights twice as large.
        double scale = Arrays.stream(want).map(Math::abs).sum();
        double off = IntStream.range(0, n).mapToDouble(i -> have[i] - want[i]).sum();
        assertThat(Math.abs(off) / scale).isLessThan(1e-6);
    }
}
