package dev.psld.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.autodiff.rule.StandardRules;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Shape;
import dev.psld.graph.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A graph that draws random numbers is never differentiated silently. */
class RandomNodesTest {
    private static final Shape SHAPE = Shape.of(2, 3);

    /** y = x + noise, and beside it m = 2x, which nothing is drawn for. */
    private static Graph drawing(String op) {
        GraphBuilder builder = new GraphBuilder("drawing", 17);
        builder.input("x", ElementType.FLOAT, 2, 3);
        String noise = op.endsWith("Like") || op.equals("Bernoulli")
                ? builder.emitAs("noise", op, Attributes.NONE, "x")
                : builder.emitAs("noise", op, Attributes.of("shape", new long[] {2, 3}));
        builder.emitAs("y", "Add", Attributes.NONE, "x", noise);
        builder.emitAs("m", "Add", Attributes.NONE, "x", "x");
        List.of("noise", "y", "m").forEach(name -> builder.know(new Value(name, ElementType.FLOAT, SHAPE)));
        return builder.output("y", ElementType.FLOAT, 2, 3)
                .output("m", ElementType.FLOAT, 2, 3)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RandomNormalLike", "RandomUniformLike", "RandomNormal", "RandomUniform", "Bernoulli"})
    void a_value_that_is_drawn_is_refused_by_the_name_of_the_node(String op) {
        assertThatThrownBy(() -> differentiate(drawing(op), "y"))
                .isInstanceOf(DiffException.class)
                .hasMessageContaining(op)
                .hasMessageContaining("noise")
                .hasMessageContaining("random");
    }

    @Test
    void a_value_beside_the_draw_is_differentiated() {
        assertThat(differentiate(drawing("RandomNormalLike"), "m").vjp().nodes())
                .noneMatch(node -> node.op().startsWith("Random"));
    }

    private static Vjp differentiate(Graph graph, String of) {
        return StandardRules.differentiator()
                .differentiate(graph, new DiffRequest(List.of("x"), List.of(of), Mode.TAPE));
    }
}
