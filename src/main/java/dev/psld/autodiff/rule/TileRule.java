package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Repetition along the axes: x̄ sums ȳ over the copies. */
final class TileRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Tile");
    }

    @Override
    public void pull(Pullback p) {
        int rank = p.xShape().rank();
        List<Long> split = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            split.add(p.yShape().dim(i) / p.xShape().dim(i));
            split.add(p.xShape().dim(i));
        }
        int[] copies = IntStream.range(0, rank).map(i -> 2 * i).toArray();
        String apart = p.reshape(p.cotangent(), new Shape(split));
        p.accumulate(0, p.reshape(p.wideSum(apart, copies), p.xShape()));
    }
}
