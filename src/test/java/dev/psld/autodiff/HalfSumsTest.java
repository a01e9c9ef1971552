package dev.psld.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Half precision holds 2048 + 1 no more: what a pullback adds up is added up in single precision. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HalfSumsTest {
    private static final int LONG = 5000;

    private static Graph pullback(ElementType type) {
        GraphBuilder g = new GraphBuilder("sums", 17);
        g.input("x", type, LONG, 2);
        g.input("b", type, 2);
        g.emitAs("s", "Add", Attributes.NONE, "x", "b");
        g.emitAs("y", "Softmax", Attributes.of("axis", 0), "s");
        g.know(new Value("s", type, Shape.of(LONG, 2)));
        g.output("y", type, LONG, 2);
        return StandardRules.differentiator()
                .differentiate(g.build(), DiffRequest.of("b", "y", Mode.RECOMPUTE))
                .vjp();
    }

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"FLOAT16", "BFLOAT16"})
    void every_sum_of_halves_is_one_of_floats(ElementType type) {
        Graph pullback = pullback(type);
        assertThat(pullback.nodes().stream().filter(n -> n.op().equals("ReduceSum")))
                .hasSize(2)
                .allSatisfy(sum -> {
                    Node cast = pullback.producer(sum.input(0)).orElseThrow();
                    assertThat(cast.op()).isEqualTo("Cast");
                    assertThat(cast.attributes().integer("to", 0)).isEqualTo(ElementType.FLOAT.code());
                });
        assertThat(pullback(ElementType.FLOAT).nodes()).noneMatch(n -> n.op().equals("Cast"));
    }

    @Test
    void a_long_sum_of_ones_loses_none() {
        GraphBuilder g = new GraphBuilder("ones", 17);
        g.input("x", ElementType.FLOAT16, LONG, 2);
        g.input("b", ElementType.FLOAT16, 2);
        g.emitAs("y", "Add", Attributes.NONE, "x", "b");
        g.output("y", ElementType.FLOAT16, LONG, 2);
        Graph vjp = StandardRules.differentiator()
                .differentiate(g.build(), DiffRequest.of("b", "y", Mode.RECOMPUTE))
                .vjp();
        double[] ones = new double[2 * LONG];
        Arrays.fill(ones, 1);
        Tensor have = Objects.requireNonNull(OrtOracle.run(
                        vjp, Map.of("y_cotangent", Tensor.real(ElementType.FLOAT16, Shape.of(LONG, 2), ones)))
                .get("b_cotangent"));
        assertThat(have.type()).isEqualTo(ElementType.FLOAT16);
        assertThat(have.toDoubles()).containsExactly(LONG, LONG);
    }
}
