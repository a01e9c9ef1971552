package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Shape;
import java.util.List;

/** Channels to pixels: x̄ takes the pixels of ȳ back to channels, in either order of the blocks. */
final class DepthToSpaceRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("DepthToSpace");
    }

    @Override
    public void pull(Pullback p) {
        Shape x = p.xShape();
        long b = p.attributes().integer("blocksize", 1);
        long n = x.dim(0);
        long c = x.dim(1) / (b * b);
        String cells = p.reshape(p.cotangent(), Shape.of(n, c, x.dim(2), b, x.dim(3), b));
        boolean dcr = p.attributes().text("mode", "DCR").equals("DCR");
        String back = dcr ? p.transpose(cells, 0, 3, 5, 1, 2, 4) : p.transpose(cells, 0, 1, 3, 5, 2, 4);
        p.accumulate(0, p.reshape(back, x));
    }
}
