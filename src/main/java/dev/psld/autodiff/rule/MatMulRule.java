package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/** Matrix product, batched and stretched: Ā = Ȳ·Bᵀ, B̄ = Aᵀ·Ȳ, summed over stretched batch axes; a vector counts as a matrix of one row or column. */
final class MatMulRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("MatMul");
    }

    @Override
    public void pull(Pullback p) {
        Shape a = p.xShape(0).rank() == 1 ? Shape.of(1, p.xShape(0).dim(0)) : p.xShape(0);
        Shape b = p.xShape(1).rank() == 1 ? Shape.of(p.xShape(1).dim(0), 1) : p.xShape(1);
        Shape batch = Shape.broadcast(batch(a), batch(b));
        Shape y = matrices(batch, a.dim(-2), b.dim(-1));
        String cotangent = p.reshape(p.cotangent(), p.yShape(), y);
        if (p.isActive(0)) {
            p.accumulate(0, p.reshape(left(p, cotangent, y, a, b, batch), a, p.xShape(0)));
        }
        if (p.isActive(1)) {
            String transposed = p.swapLast(p.reshape(p.x(0), p.xShape(0), a), a.rank());
            String product = p.matmul(transposed, cotangent);
            String summed = p.unbroadcast(product, matrices(batch, b.dim(-2), b.dim(-1)), b);
            p.accumulate(1, p.reshape(summed, b, p.xShape(1)));
        }
    }

    private static String left(Pullback p, String cotangent, Shape y, Shape a, Shape b, Shape batch) {
        if (b.rank() == 2 && p.isFixed(1) && p.xShape(1).rank() == 2) {
            // A Transpose of a weight would be folded into a second copy of it; Gemm reads the one that is there.
            Shape rows = Shape.of(y.size() / y.dim(-1), y.dim(-1));
            String flat = p.emit("Gemm", Attributes.of("transB", 1), p.reshape(cotangent, y, rows), p.x(1));
            return p.reshape(flat, Shape.of(rows.dim(0), a.dim(-1)), a);
        }
        String transposed = p.swapLast(p.reshape(p.x(1), p.xShape(1), b), b.rank());
        return p.unbroadcast(p.matmul(cotangent, transposed), matrices(batch, a.dim(-2), a.dim(-1)), a);
    }

    private static Shape batch(Shape matrices) {
        return new Shape(matrices.dims().subList(0, matrices.rank() - 2));
    }

    private static Shape matrices(Shape batch, long rows, long columns) {
        List<Long> dims = new ArrayList<>(batch.dims());
        dims.add(rows);
        dims.add(columns);
        return new Shape(dims);
    }
}
