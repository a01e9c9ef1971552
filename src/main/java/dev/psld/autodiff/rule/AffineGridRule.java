package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Shape;
import java.util.List;

/** Places on a grid mapped by a matrix, y = grid·θᵀ: θ̄ = ȳᵀ·grid. */
final class AffineGridRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("AffineGrid");
    }

    @Override
    public void pull(Pullback p) {
        long[] size = p.integers(1).orElseThrow();
        int rank = size.length - 2;
        boolean corners = p.attributes().integer("align_corners", 0) != 0;
        long points = p.yShape().size() / size[0] / rank;
        double[] grid = new double[Math.toIntExact(points * (rank + 1))];
        for (int k = 0; k < points; k++) {
            long rest = k;
            // The first coordinate runs along the last axis.
            for (int i = 0; i < rank; i++) {
                long length = size[2 + rank - 1 - i];
                double at = rest % length;
                rest /= length;
                grid[k * (rank + 1) + i] =
                        corners ? length == 1 ? 0 : 2 * at / (length - 1) - 1 : (2 * at + 1) / length - 1;
            }
            grid[k * (rank + 1) + rank] = 1;
        }
        p.expand(e -> {
            String whole = e.constant(Shape.of(points, rank + 1), grid);
            return List.of(e.reshape(e.matmul(whole, e.swapLast(p.x(), 3)), p.yShape()));
        });
    }
}
