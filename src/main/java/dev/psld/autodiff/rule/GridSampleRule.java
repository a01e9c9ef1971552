package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/** Values read at the places of a grid, in every mode of interpolation and padding, of pictures and volumes: by the pullbacks of the weights and of the elements that they weigh. */
final class GridSampleRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("GridSample");
    }

    @Override
    public void pull(Pullback p) {
        Shape x = p.xShape();
        int rank = x.rank() - 2;
        long points = p.yShape().size() / x.dim(0) / x.dim(1);
        p.expand(e -> {
            Grid grid = new Grid(p, e);
            String places = e.reshape(p.x(1), Shape.of(x.dim(0), points, rank));
            List<String> at = new ArrayList<>();
            for (int i = 0; i < rank; i++) {
                // The first coordinate runs along the last axis.
                String one = e.slice(places, 2, rank - 1 - i, rank - i);
                at.add(grid.elements(i, e.reshape(one, Shape.of(x.dim(0), points))));
            }
            return List.of(e.reshape(grid.read(at), p.yShape()));
        });
    }
}
