package dev.psld.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SeedsTest {
    @ParameterizedTest
    @ValueSource(longs = {11, 17})
    void unit_cotangents_at_once_give_the_jacobian_and_run_the_forward_once(long opset) {
        GraphBuilder g = new GraphBuilder("g", opset);
        g.input("x", ElementType.FLOAT, 3);
        g.input("a", ElementType.FLOAT, 3);
        String hidden = g.emit("Tanh", g.emit("Mul", "x", "a"));
        g.emitAs("y", "MatMul", Attributes.NONE, g.constant(Tensor.floats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6)), hidden);
        g.output("y", ElementType.FLOAT, 2);
        Graph forward = OrtOracle.prepared(g.build());
        Vjp vjp = StandardRules.differentiator()
                .differentiate(forward, new DiffRequest(List.of("x", "a"), List.of("y"), Mode.RECOMPUTE));
        Graph many = Seeds.of(vjp.vjp(), List.of("y_cotangent"), 2);
        Map<String, Tensor> have = OrtOracle.run(
                many,
                Map.of(
                        "x", Tensor.floats(Shape.of(3), .1f, .2f, .3f),
                        "a", Tensor.floats(Shape.of(3), 1, 2, 3),
                        "y_cotangent", Tensor.floats(Shape.of(2, 2), 1, 0, 0, 1)));
        double[] x = {.1, .2, .3};
        double[] want = new double[6];
        for (int row = 0; row < 2; row++) {
            for (int i = 0; i < 3; i++) {
                double tanh = Math.tanh(x[i] * (i + 1));
                want[row * 3 + i] = (row * 3 + i + 1) * (1 - tanh * tanh) * (i + 1);
            }
        }
        Tensor jacobian = Objects.requireNonNull(have.get("x_cotangent"));
        assertThat(jacobian.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(jacobian.toDoubles()).containsExactly(want, within(1e-5));
        assertThat(Objects.requireNonNull(have.get("a_cotangent")).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(many.nodes().stream().filter(n -> n.op().equals("Tanh"))).hasSize(1);
    }
}
