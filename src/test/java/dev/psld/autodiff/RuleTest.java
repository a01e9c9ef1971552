package dev.psld.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.autodiff.reference.Array;
import dev.psld.autodiff.reference.ReferenceInterpreter;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("slow")
class RuleTest {
    private static final double STEP = 1e-5;

    /** A case at one opset. Immutable. */
    record Trial(RuleCase rule, long opset) {
        @Override
        public String toString() {
            return rule + " at opset " + opset;
        }
    }

    static Stream<RuleCase> cases() {
        return RuleCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_pullback_equals_central_differences_in_double(RuleCase rule) {
        RuleCase.Instance home = rule.in(ElementType.DOUBLE);
        Map<String, Array> cotangents = cotangents(home, 7);
        Map<String, Array> taped = pull(home, cotangents, Mode.TAPE);
        Map<String, Array> recomputed = pull(home, cotangents, Mode.RECOMPUTE);
        for (String x : home.inputs().keySet()) {
            double[] want = differences(home, cotangents, x);
            assertThat(error(get(taped, x + "_cotangent").values(), want)).as(x).isLessThan(1e-6);
            assertThat(get(recomputed, x + "_cotangent").values())
                    .as(x)
                    .isEqualTo(get(taped, x + "_cotangent").values());
            for (long opset : rule.opsets().subList(1, rule.opsets().size())) {
                RuleCase.Instance other = rule.in(ElementType.DOUBLE, opset);
                double[] slopes = meanTheSame(home, other) ? want : differences(other, cotangents, x);
                assertThat(error(
                                get(pull(other, cotangents, Mode.TAPE), x + "_cotangent")
                                        .values(),
                                slopes))
                        .as(x + " at opset " + opset)
                        .isLessThan(1e-6);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void forward_mode_equals_central_differences_in_double_and_is_the_pullback_s_adjoint(RuleCase rule) {
        RuleCase.Instance instance = rule.in(ElementType.DOUBLE);
        Map<String, Array> cotangents = cotangents(instance, 7);
        Map<String, Array> tangents = tangents(instance, 11);
        Map<String, Array> pushed = push(instance, tangents, cotangents);
        Map<String, Array> pulled = pull(instance, cotangents, Mode.TAPE);
        Map<String, Array> ahead = ReferenceInterpreter.run(instance.graph(), moved(instance, tangents, STEP));
        Map<String, Array> behind = ReferenceInterpreter.run(instance.graph(), moved(instance, tangents, -STEP));
        double forwards = 0;
        double size = 1e-9;
        for (String y : instance.of()) {
            double[] have = get(pushed, y + "_tangent").values();
            double[] want = get(ahead, y).values().clone();
            for (int i = 0; i < want.length; i++) {
                want[i] = (want[i] - get(behind, y).values()[i]) / (2 * STEP);
            }
            assertThat(error(have, want)).as(y).isLessThan(1e-6);
            double[] w = get(cotangents, y + "_cotangent").values();
            for (int i = 0; i < w.length; i++) {
                forwards += have[i] * w[i];
                size += Math.abs(have[i] * w[i]);
            }
        }
        double backwards = 0;
        for (String x : instance.inputs().keySet()) {
            double[] v = get(tangents, x + "_tangent").values();
            double[] slopes = get(pulled, x + "_cotangent").values();
            for (int i = 0; i < v.length; i++) {
                backwards += slopes[i] * v[i];
            }
        }
        assertThat(Math.abs(forwards - backwards) / size).isLessThan(1e-10);
    }

    @ParameterizedTest
    @MethodSource("trialsInOrt")
    void forward_and_pullback_run_in_onnx_runtime_and_give_the_reference_s_values(Trial trial) {
        RuleCase.Instance instance = trial.rule().in(ElementType.FLOAT, trial.opset());
        Vjp vjp = StandardRules.differentiator().differentiate(instance.graph(), instance.request(Mode.TAPE));
        Map<String, Array> inputs = new LinkedHashMap<>(instance.inputs());
        inputs.putAll(compare(vjp.forward(), inputs, 2e-5));
        inputs.putAll(cotangents(instance, 7));
        compare(vjp.vjp(), inputs, 2e-5);
    }

    private static boolean meanTheSame(RuleCase.Instance a, RuleCase.Instance b) {
        Map<String, Array> one = ReferenceInterpreter.run(a.graph(), a.inputs());
        Map<String, Array> other = ReferenceInterpreter.run(b.graph(), b.inputs());
        return a.of().stream()
                .allMatch(y -> Arrays.equals(get(one, y).values(), get(other, y).values()));
    }

    /** Central differences alone judge the cases that have no kernel there. */
    static Stream<Trial> trialsInOrt() {
        return cases().filter(RuleCase::ort).flatMap(RuleTest::apart);
    }

    /** A case at its home and at both ends of its range: the old, the middle and the new way of writing a pullback. */
    private static Stream<Trial> apart(RuleCase rule) {
        List<Long> opsets = rule.opsets();
        return Stream.of(opsets.get(0), Collections.min(opsets), Collections.max(opsets))
                .distinct()
                .map(o -> new Trial(rule, o));
    }

    static Stream<RuleCase> normsAndProducts() {
        return Stream.concat(NormalisationCases.all(), ProductCases.all()).filter(RuleCase::ort);
    }

    @ParameterizedTest
    @MethodSource("normsAndProducts")
    void half_precision_graphs_are_well_typed_and_agree_to_their_precision(RuleCase rule) {
        RuleCase.Instance instance = rule.in(ElementType.FLOAT16);
        Vjp vjp = StandardRules.differentiator().differentiate(instance.graph(), instance.request(Mode.RECOMPUTE));
        assertThat(vjp.vjp().outputs()).allMatch(v -> v.type() == ElementType.FLOAT16);
        Map<String, Array> inputs = new LinkedHashMap<>(instance.inputs());
        inputs.putAll(cotangents(instance, 7));
        compare(vjp.vjp(), inputs, 0.02);
    }

    @Test
    void every_rule_has_a_case() {
        Set<String> missing = new TreeSet<>(StandardRules.book().ops());
        cases().forEach(c -> c.in(ElementType.DOUBLE).graph().nodes().forEach(n -> missing.remove(n.op())));
        assertThat(missing).isEmpty();
    }

    /** Runs a graph both ways, compares the outputs, and gives the reference's. */
    private static Map<String, Array> compare(Graph graph, Map<String, Array> inputs, double tolerance) {
        Map<String, Array> want = ReferenceInterpreter.run(graph, inputs);
        Map<String, Tensor> feeds = new HashMap<>();
        graph.inputs().forEach(v -> feeds.put(v.name(), typed(get(inputs, v.name()), v.type())));
        Map<String, Tensor> have = OrtOracle.run(graph, feeds);
        have.forEach((name, tensor) -> {
            assertThat(tensor.shape()).as(name).isEqualTo(get(want, name).shape());
            assertThat(error(tensor.toDoubles(), get(want, name).values()))
                    .as(name)
                    .isLessThan(tolerance);
        });
        return want;
    }

    private static Tensor typed(Array array, ElementType type) {
        return type.isReal() ? Tensor.real(type, array.shape(), array.values()) : array.tensor();
    }

    private static Map<String, Array> pull(RuleCase.Instance instance, Map<String, Array> cotangents, Mode mode) {
        Vjp vjp = StandardRules.differentiator().differentiate(instance.graph(), instance.request(mode));
        Map<String, Array> inputs = new HashMap<>(instance.inputs());
        inputs.putAll(ReferenceInterpreter.run(vjp.forward(), instance.inputs()));
        inputs.putAll(cotangents);
        return ReferenceInterpreter.run(vjp.vjp(), inputs);
    }

    private static Map<String, Array> cotangents(RuleCase.Instance instance, long seed) {
        Random random = new Random(seed);
        Map<String, Array> cotangents = new LinkedHashMap<>();
        for (String y : instance.of()) {
            var value = instance.graph().value(y);
            double[] values = random.doubles(value.shape().size(), -1, 1).toArray();
            cotangents.put(y + "_cotangent", Array.of(value.type(), value.shape(), values));
        }
        return cotangents;
    }

    private static Map<String, Array> tangents(RuleCase.Instance instance, long seed) {
        Random random = new Random(seed);
        Map<String, Array> tangents = new LinkedHashMap<>();
        instance.inputs()
                .forEach((x, at) -> tangents.put(
                        x + "_tangent",
                        Array.of(
                                at.type(),
                                at.shape(),
                                random.doubles(at.values().length, -1, 1).toArray())));
        return tangents;
    }

    /** J·v by transposing the pullback; the cotangents only tell shapes. */
    private static Map<String, Array> push(
            RuleCase.Instance instance, Map<String, Array> tangents, Map<String, Array> cotangents) {
        Graph bare =
                new ForwardMode(StandardRules.differentiator()).pullback(instance.graph(), instance.request(Mode.TAPE));
        Map<String, Array> inputs = new HashMap<>(instance.inputs());
        inputs.putAll(cotangents);
        Graph whole = ReferenceInterpreter.told(bare, inputs);
        inputs.putAll(tangents);
        return ReferenceInterpreter.run(
                new ForwardMode(StandardRules.differentiator()).transpose(whole, instance.request(Mode.TAPE)), inputs);
    }

    private static Map<String, Array> moved(RuleCase.Instance instance, Map<String, Array> tangents, double h) {
        Map<String, Array> moved = new HashMap<>();
        instance.inputs().forEach((x, at) -> {
            double[] values = at.values().clone();
            double[] v = get(tangents, x + "_tangent").values();
            for (int i = 0; i < values.length; i++) {
                values[i] += h * v[i];
            }
            moved.put(x, Array.of(at.type(), at.shape(), values));
        });
        return moved;
    }

    private static double[] differences(RuleCase.Instance instance, Map<String, Array> cotangents, String x) {
        Array at = get(instance.inputs(), x);
        double[] slopes = new double[at.values().length];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = (product(instance, cotangents, x, i, STEP) - product(instance, cotangents, x, i, -STEP))
                    / (2 * STEP);
        }
        return slopes;
    }

    /** ⟨ȳ, f(x + h·eᵢ)⟩. */
    private static double product(
            RuleCase.Instance instance, Map<String, Array> cotangents, String x, int i, double h) {
        Array at = get(instance.inputs(), x);
        double[] moved = at.values().clone();
        moved[i] += h;
        Map<String, Array> inputs = new HashMap<>(instance.inputs());
        inputs.put(x, Array.of(at.type(), at.shape(), moved));
        Map<String, Array> values = ReferenceInterpreter.run(instance.graph(), inputs);
        double sum = 0;
        for (String y : instance.of()) {
            double[] have = get(values, y).values();
            double[] weight = get(cotangents, y + "_cotangent").values();
            for (int k = 0; k < have.length; k++) {
                sum += have[k] * weight[k];
            }
        }
        return sum;
    }

    /** max|have − want| / max|want|. */
    private static double error(double[] have, double[] want) {
        assertThat(have).hasSameSizeAs(want);
        double error = 0;
        double size = 1e-6;
        for (int i = 0; i < want.length; i++) {
            error = Math.max(error, Double.isNaN(have[i]) ? Double.MAX_VALUE : Math.abs(have[i] - want[i]));
            size = Math.max(size, Math.abs(want[i]));
        }
        return error / size;
    }

    private static Array get(Map<String, Array> map, String name) {
        return Optional.ofNullable(map.get(name)).orElseThrow(() -> new AssertionError("no value " + name));
    }
}
