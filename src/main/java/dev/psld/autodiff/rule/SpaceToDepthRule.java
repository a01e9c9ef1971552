package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Shape;
import java.util.List;

/** Pixels to channels: x̄ takes the channels of ȳ back to pixels. */
final class SpaceToDepthRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("SpaceToDepth");
    }

    @Override
    public void pull(Pullback p) {
        Shape x = p.xShape();
        long b = p.attributes().integer("blocksize", 1);
        String cells = p.reshape(p.cotangent(), Shape.of(x.dim(0), b, b, x.dim(1), x.dim(2) / b, x.dim(3) / b));
        p.accumulate(0, p.reshape(p.transpose(cells, 0, 3, 4, 1, 5, 2), x));
    }
}
