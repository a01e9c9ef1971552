package dev.psld.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StraightThroughTest {

    /** y = (q² with q = round(3x)), or with the sum z + (q − z) in its place. */
    private static Graph quantiser(boolean difference) {
        GraphBuilder g = new GraphBuilder("g", 17);
        g.input("x", ElementType.FLOAT, 2);
        g.constant("three", Tensor.floats(Shape.of(), 3));
        g.emitAs("z", "Mul", Attributes.NONE, "x", "three");
        g.add(new Node("quantise", "Round", "", List.of("z"), List.of("q"), Attributes.NONE));
        String used = "q";
        if (difference) {
            g.emitAs("d", "Sub", Attributes.NONE, "q", "z");
            used = g.emitAs("sum", "Add", Attributes.NONE, "d", "z");
        }
        g.emitAs("y", "Mul", Attributes.NONE, used, used);
        for (String name : List.of("z", "q", "d", "sum", "y")) {
            g.know(new Value(name, ElementType.FLOAT, Shape.of(2)));
        }
        return g.output("y", ElementType.FLOAT, 2).build();
    }

    private static double[] gradient(Graph forward, StraightThrough straight, Mode mode) {
        Vjp vjp = StandardRules.differentiator()
                .differentiate(forward, new DiffRequest(List.of("x"), List.of("y"), mode, List.of(straight)));
        Map<String, Tensor> known = new java.util.HashMap<>(
                Map.of("x", Tensor.floats(Shape.of(2), 0.4f, -1.2f), "y_cotangent", Tensor.floats(Shape.of(2), 1, 1)));
        known.putAll(OrtOracle.run(vjp.forward(), known));
        return java.util.Objects.requireNonNull(OrtOracle.run(vjp.vjp(), known).get("x_cotangent"))
                .toDoubles();
    }

    @Test
    void the_cotangent_of_a_rounding_passes_by_its_name_or_its_node() {
        // 3·2q, with q = round(1.2) = 1 and round(−3.6) = −4
        for (Mode mode : Mode.values()) {
            assertThat(gradient(quantiser(false), StraightThrough.parse(quantiser(false), "q"), mode))
                    .containsExactly(6, -24);
            assertThat(gradient(quantiser(false), StraightThrough.parse(quantiser(false), "quantise"), mode))
                    .containsExactly(6, -24);
            assertThat(gradient(quantiser(false), StraightThrough.parse(quantiser(false), "q=z"), mode))
                    .containsExactly(6, -24);
        }
    }

    @Test
    void a_detached_difference_leaves_the_other_term_whatever_the_order() {
        assertThat(gradient(quantiser(true), StraightThrough.parse(quantiser(true), "sum"), Mode.TAPE))
                .containsExactly(6, -24);
    }

    @Test
    void without_it_the_path_ends_and_the_message_says_so() {
        assertThatThrownBy(() -> StandardRules.differentiator()
                        .differentiate(quantiser(false), DiffRequest.of("x", "y", Mode.TAPE)))
                .isInstanceOf(DiffException.class)
                .hasMessageContaining("Round “quantise”");
    }

    @Test
    void what_does_not_fit_is_a_sentence() {
        Graph graph = quantiser(true);
        assertThatThrownBy(() -> StraightThrough.parse(graph, "nothing"))
                .hasMessageContaining("neither a value nor a node");
        assertThatThrownBy(() -> gradient(graph, new StraightThrough("x", Optional.empty()), Mode.TAPE))
                .hasMessageContaining("no node makes this value");
        assertThatThrownBy(() -> gradient(graph, new StraightThrough("z", Optional.of("q")), Mode.TAPE))
                .hasMessageContaining("made after");
        assertThatThrownBy(() -> gradient(graph, new StraightThrough("z", Optional.of("three")), Mode.TAPE))
                .hasMessageContaining("one shape");
        assertThatThrownBy(() -> gradient(graph, new StraightThrough("d", Optional.empty()), Mode.TAPE))
                .hasMessageContaining("several real inputs");
    }
}
