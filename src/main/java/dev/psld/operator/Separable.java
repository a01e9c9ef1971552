package dev.psld.operator;

import dev.psld.graph.Graph;
import dev.psld.graph.Shape;

/** A linear map X ↦ V·X·Hᵀ on every channel, as two MatMuls with constant matrices: V acts down the columns. Stateless. */
final class Separable {
    private Separable() {}

    static Graph graph(String name, String input, Shape from, String output, Matrix vertical, Matrix horizontal) {
        TypedGraphBuilder sketch = new TypedGraphBuilder(name);
        Shape to = Images.sized(from, vertical.rows(), horizontal.rows());
        return sketch.output(output, to, emit(sketch, sketch.input(input, from), from, vertical, horizontal))
                .build();
    }

    static String emit(TypedGraphBuilder sketch, String x, Shape from, Matrix vertical, Matrix horizontal) {
        String right =
                sketch.builder().constant("horizontal", horizontal.transposed().tensor());
        String left = sketch.builder().constant("vertical", vertical.tensor());
        Shape wide = from.with(3, horizontal.rows());
        String across = sketch.emit(wide, "MatMul", x, right);
        return sketch.emit(wide.with(2, vertical.rows()), "MatMul", left, across);
    }
}
