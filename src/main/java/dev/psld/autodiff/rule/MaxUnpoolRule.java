package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Shape;
import java.util.List;

/** Elements put back to where a pooling found them, zeros beside: each gets ȳ from its place. */
final class MaxUnpoolRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("MaxUnpool");
    }

    @Override
    public void pull(Pullback p) {
        p.settle(1);
        Shape flat = Shape.of(p.yShape().size());
        String places = p.reshape(p.x(1), Shape.of(p.xShape().size()));
        p.accumulate(0, p.reshape(p.gather(p.reshape(p.cotangent(), flat), 0, places), p.xShape()));
    }
}
