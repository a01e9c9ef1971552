package dev.psld.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.psld.autodiff.DiffRequest;
import dev.psld.autodiff.Mode;
import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The adjoints that the differentiator makes of the operators, their lifts and the gluing. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AdjointTest {

    static Stream<MeasurementOperator> all() {
        return Operators.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_adjoint_of_the_operator_satisfies_its_definition(MeasurementOperator operator) {
        adjoint(operator.forward(), "x", "y", operator.parameters());
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_adjoint_of_the_lift_satisfies_its_definition(MeasurementOperator operator) {
        adjoint(operator.lift().orElseThrow(), "y", "x", operator.parameters());
    }

    /** ⟨A u, v⟩ = ⟨u, A* v⟩, relative to the lengths of the vectors. */
    private static void adjoint(Graph graph, String from, String to, Map<String, Tensor> parameters) {
        Graph vjp = StandardRules.differentiator()
                .differentiate(graph, DiffRequest.of(from, to, Mode.RECOMPUTE))
                .vjp();
        Tensor u = OrtRun.uniform(graph.shape(from), 1);
        Tensor v = OrtRun.uniform(graph.shape(to), 2);
        Map<String, Tensor> feeds = new HashMap<>(parameters);
        feeds.put(from, u);
        feeds.put(to + "_cotangent", v);
        Tensor forward = GlueTest.get(OrtRun.run(graph, feeds), to);
        Tensor backward = GlueTest.get(OrtRun.run(vjp, feeds), from + "_cotangent");
        double length = Math.sqrt(OrtRun.dot(forward, forward) * OrtRun.dot(v, v));
        assertThat(OrtRun.dot(forward, v)).isCloseTo(OrtRun.dot(u, backward), within(1e-6 * length));
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_pullback_of_the_gluing_is_the_adjoint_of_its_derivative(MeasurementOperator operator) {
        for (boolean gluing : new boolean[] {true, false}) {
            Graph pullback = GluePullback.graph(operator, gluing);
            assertThat(pullback.inputs()).extracting(Value::name).doesNotContain("x", "y", "ty");
            Tensor x = OrtRun.uniform(operator.imageShape(), 1);
            Tensor y = OrtRun.uniform(operator.measurementShape(), 2);
            Tensor step = OrtRun.uniform(operator.imageShape(), 3);
            Tensor there = GlueTest.sum(x, 1, step, 1, x, 0);
            Map<String, Tensor> at = GlueTest.measure(operator, gluing, false, x, y, y);
            Map<String, Tensor> then = GlueTest.measure(operator, gluing, false, there, y, y);
            Tensor residual = GlueTest.get(at, "residual");
            Tensor cotangent = OrtRun.uniform(operator.imageShape(), 4);
            double want = 0.7 * (OrtRun.dot(GlueTest.get(then, "residual"), residual) - OrtRun.dot(residual, residual));
            if (gluing) {
                want += OrtRun.dot(GlueTest.get(then, "glued"), cotangent)
                        - OrtRun.dot(GlueTest.get(at, "glued"), cotangent);
            }
            Map<String, Tensor> feeds = new HashMap<>(operator.parameters());
            feeds.put("residual", residual);
            feeds.put("scale", Tensor.scalar(ElementType.FLOAT, 0.7));
            feeds.put("glued_cotangent", cotangent);
            Tensor got = GlueTest.get(OrtRun.run(pullback, feeds), "x_cotangent");
            double length = Math.sqrt(OrtRun.dot(step, step) * OrtRun.dot(got, got));
            assertThat(OrtRun.dot(step, got)).isCloseTo(want, within(2e-5 * length));
        }
    }

    @Test
    void a_nonlinear_operator_is_differentiated_where_the_image_is() {
        Shape image = Shape.of(1, 3, 8, 6);
        Graph tone = CustomTest.tone("photo", "toned", ElementType.FLOAT, 17, image.toArray())
                .build();
        MeasurementOperator operator = Custom.of(image, known(tone), Optional.empty());
        Graph pullback = GluePullback.graph(operator, true);
        assertThat(pullback.inputs()).extracting(Value::name).contains("x");
        Tensor x = OrtRun.uniform(image, 1);
        Tensor residual = OrtRun.uniform(image, 2);
        Tensor cotangent = OrtRun.uniform(image, 3);
        float[] got = GlueTest.get(
                        OrtRun.run(
                                pullback,
                                Map.of(
                                        "x", x,
                                        "residual", residual,
                                        "scale", Tensor.scalar(ElementType.FLOAT, 0.5),
                                        "glued_cotangent", cotangent)),
                        "x_cotangent")
                .toFloats();
        for (int i = 0; i < got.length; i++) {
            double tanh = Math.tanh(2 * x.toFloats()[i]);
            double slope = 2 * (1 - tanh * tanh);
            double g = cotangent.toFloats()[i];
            assertThat((double) got[i]).isCloseTo(slope * (0.5 * residual.toFloats()[i] - g) + g, within(1e-5));
        }
    }

    /** The same graph with the shapes of its intermediates, which a source of graphs infers. */
    private static Graph known(Graph graph) {
        var builder = graph.toBuilder();
        graph.nodes()
                .forEach(n -> builder.know(new Value(
                        n.output(), ElementType.FLOAT, graph.inputs().get(0).shape())));
        return builder.build();
    }
}
