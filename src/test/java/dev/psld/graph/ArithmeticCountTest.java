package dev.psld.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArithmeticCountTest {
    static List<Arguments> products() {
        return List.of(
                // 2×8×5×5 sums over 3×3 kernels of 6/2 channels.
                Arguments.of(
                        "Conv",
                        Attributes.of("group", 2),
                        List.of(Shape.of(2, 6, 7, 7), Shape.of(8, 3, 3, 3)),
                        Shape.of(2, 8, 5, 5),
                        2L * (2 * 8 * 5 * 5) * (3 * 3 * 3)),
                // A bias adds nothing that is counted; a stride makes fewer outputs.
                Arguments.of(
                        "Conv",
                        Attributes.of("strides", new long[] {2}),
                        List.of(Shape.of(1, 4, 9), Shape.of(5, 4, 3), Shape.of(5)),
                        Shape.of(1, 5, 4),
                        2L * (5 * 4) * (4 * 3)),
                // 4×3×3 inputs go to 2×2 kernels of 5 channels each.
                Arguments.of(
                        "ConvTranspose",
                        Attributes.of("strides", new long[] {2, 2}),
                        List.of(Shape.of(1, 4, 3, 3), Shape.of(4, 5, 2, 2)),
                        Shape.of(1, 5, 6, 6),
                        2L * (4 * 3 * 3) * (5 * 2 * 2)),
                Arguments.of("Gemm", Attributes.NONE, List.of(Shape.of(3, 7), Shape.of(7, 5)), Shape.of(3, 5), 210L),
                Arguments.of(
                        "Gemm",
                        Attributes.of("transA", 1),
                        List.of(Shape.of(7, 3), Shape.of(7, 5)),
                        Shape.of(3, 5),
                        210L),
                // A batch of 2×4 products, B shared among them.
                Arguments.of(
                        "MatMul",
                        Attributes.NONE,
                        List.of(Shape.of(2, 4, 3, 7), Shape.of(7, 5)),
                        Shape.of(2, 4, 3, 5),
                        8 * 210L),
                Arguments.of("MatMul", Attributes.NONE, List.of(Shape.of(7), Shape.of(7, 5)), Shape.of(5), 70L),
                Arguments.of(
                        "Einsum",
                        Attributes.of("equation", "bhqd, bhkd -> bhqk"),
                        List.of(Shape.of(2, 3, 4, 5), Shape.of(2, 3, 6, 5)),
                        Shape.of(2, 3, 4, 6),
                        2L * (2 * 3 * 4 * 6 * 5)),
                Arguments.of(
                        "Einsum",
                        Attributes.of("equation", "...ij,...jk"),
                        List.of(Shape.of(2, 4, 3, 7), Shape.of(4, 7, 5)),
                        Shape.of(2, 4, 3, 5),
                        8 * 210L));
    }

    @ParameterizedTest
    @MethodSource("products")
    void a_multiply_add_counts_two(String op, Attributes attributes, List<Shape> inputs, Shape output, long flops) {
        assertThat(ArithmeticCount.of(graph(op, attributes, inputs, output))).isEqualTo(new Arithmetic(flops, 0));
    }

    @Test
    void other_arithmetic_counts_its_largest_value_and_moving_data_nothing() {
        assertThat(ArithmeticCount.of(
                        graph("Add", Attributes.NONE, List.of(Shape.of(2, 3, 4), Shape.of(4)), Shape.of(2, 3, 4))))
                .isEqualTo(new Arithmetic(0, 24));
        assertThat(ArithmeticCount.of(
                        graph("ReduceMean", Attributes.of("keepdims", 0), List.of(Shape.of(2, 3, 4)), Shape.of())))
                .isEqualTo(new Arithmetic(0, 24));
        assertThat(ArithmeticCount.of(graph(
                        "Transpose",
                        Attributes.of("perm", new long[] {1, 0}),
                        List.of(Shape.of(3, 4)),
                        Shape.of(4, 3))))
                .isEqualTo(Arithmetic.NONE);
    }

    @Test
    void nodes_add_up_but_for_what_constants_alone_make() {
        GraphBuilder builder = new GraphBuilder("sum", 17);
        builder.input("x", ElementType.FLOAT, 3, 7);
        String w = builder.constant(Tensor.filled(ElementType.FLOAT, Shape.of(5, 7), 0.5));
        String turned = builder.emit("Transpose", Attributes.of("perm", new long[] {1, 0}), w);
        String doubled = builder.emit("Add", turned, turned);
        builder.know(new Value(doubled, ElementType.FLOAT, Shape.of(7, 5)));
        String product = builder.emit("MatMul", "x", doubled);
        builder.know(new Value(product, ElementType.FLOAT, Shape.of(3, 5)));
        builder.emitAs("y", "Exp", Attributes.NONE, product);
        assertThat(ArithmeticCount.of(
                        builder.output("y", ElementType.FLOAT, 3, 5).build()))
                .isEqualTo(new Arithmetic(210, 15));
    }

    @Test
    void an_unknown_dimension_is_refused() {
        Graph graph = graph("MatMul", Attributes.NONE, List.of(Shape.of(-1, 7), Shape.of(7, 5)), Shape.of(-1, 5));
        assertThatThrownBy(() -> ArithmeticCount.of(graph))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("fix them");
    }

    /** A graph of one node whose inputs are fed. */
    private static Graph graph(String op, Attributes attributes, List<Shape> inputs, Shape output) {
        GraphBuilder builder = new GraphBuilder(op, 17);
        Map<String, Shape> named = new TreeMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            named.put("x" + i, inputs.get(i));
        }
        named.forEach((name, shape) -> builder.input(name, ElementType.FLOAT, shape.toArray()));
        builder.emitAs("y", op, attributes, named.keySet().toArray(String[]::new));
        return builder.output("y", ElementType.FLOAT, output.toArray()).build();
    }
}
