package dev.psld.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Residual and glued image of every operator. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GlueTest {

    static Stream<MeasurementOperator> all() {
        return Operators.all();
    }

    static Stream<MeasurementOperator> exact() {
        return Operators.all().filter(MeasurementOperator::exact);
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_graph_is_its_formula(MeasurementOperator operator) {
        Tensor x = OrtRun.uniform(operator.imageShape(), 1);
        Tensor y = OrtRun.uniform(operator.measurementShape(), 2);
        Tensor noise = OrtRun.uniform(operator.measurementShape(), 3);
        Map<String, Tensor> got = measure(operator, true, true, x, y, noise);
        Tensor ax = OrtRun.measure(operator, x);
        Tensor residual = sum(ax, 1, noise, 1, y, -1);
        assertThat(OrtRun.error(get(got, "residual"), residual)).isLessThan(1e-6);
        double squared = OrtRun.dot(residual, residual);
        assertThat(get(got, "residual_squared").toDoubles()[0]).isCloseTo(squared, within(1e-5 * squared));
        Tensor glued = sum(OrtRun.lift(operator, y), 1, x, 1, OrtRun.lift(operator, ax), -1);
        assertThat(OrtRun.error(get(got, "glued"), glued)).isLessThan(1e-6);
    }

    @ParameterizedTest
    @MethodSource("exact")
    void an_exactly_glued_image_measures_as_it_should(MeasurementOperator operator) {
        Tensor y = OrtRun.measure(operator, OrtRun.uniform(operator.imageShape(), 2));
        Tensor glued = get(measure(operator, true, false, OrtRun.uniform(operator.imageShape(), 1), y, y), "glued");
        assertThat(OrtRun.error(OrtRun.measure(operator, glued), y)).isLessThan(1e-5);
    }

    @Test
    void without_gluing_and_noise_only_x_and_y_go_in() {
        Graph graph = GlueForward.graph(AveragePool.of(Operators.EVEN, 4), false, false);
        assertThat(graph.inputs()).extracting(Value::name).containsExactly("x", "y");
        assertThat(graph.outputs()).extracting(Value::name).containsExactly("residual", "residual_squared");
    }

    @ParameterizedTest
    @MethodSource("all")
    void with_a_zero_lift_the_glued_image_is_the_image(MeasurementOperator operator) {
        MeasurementOperator bare = operator.withZeroLift();
        Tensor x = OrtRun.uniform(operator.imageShape(), 1);
        Tensor y = OrtRun.uniform(operator.measurementShape(), 2);
        assertThat(get(measure(bare, true, false, x, y, y), "glued")).isEqualTo(x);
        Map<String, Tensor> feeds = new HashMap<>(operator.parameters());
        feeds.put("residual", y);
        feeds.put("scale", Tensor.scalar(ElementType.FLOAT, 0));
        feeds.put("glued_cotangent", x);
        assertThat(get(OrtRun.run(Glue.of(bare, true, false).pullback(), feeds), "x_cotangent"))
                .isEqualTo(x);
    }

    @ParameterizedTest
    @MethodSource("all")
    void every_shape_is_known(MeasurementOperator operator) {
        Graph graph = GlueForward.graph(operator, true, true);
        graph.nodes()
                .forEach(
                        n -> n.outputs().forEach(o -> assertThat(graph.values()).containsKey(o)));
        assertThat(graph.values().values()).allMatch(v -> v.shape().isStatic());
    }

    static Map<String, Tensor> measure(
            MeasurementOperator operator, boolean gluing, boolean noisy, Tensor x, Tensor y, Tensor noise) {
        Map<String, Tensor> feeds = new HashMap<>(operator.parameters());
        feeds.put("x", x);
        feeds.put("y", y);
        feeds.put("noise", noise);
        if (gluing) {
            feeds.put("ty", OrtRun.lift(operator, y));
        }
        return OrtRun.run(GlueForward.graph(operator, gluing, noisy), feeds);
    }

    static Tensor get(Map<String, Tensor> all, String name) {
        return Objects.requireNonNull(all.get(name), name);
    }

    /** p·a + q·b + r·c. */
    static Tensor sum(Tensor a, double p, Tensor b, double q, Tensor c, double r) {
        float[] values = new float[(int) a.shape().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (p * a.toFloats()[i] + q * b.toFloats()[i] + r * c.toFloats()[i]);
        }
        return Tensor.floats(Shape.of(a.shape().toArray()), values);
    }
}
