package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Shape;
import java.util.List;

/** Whole numbers made real, y = (q − zero)·scale: the scale gets Σ ȳ·(q − zero) over what it holds for. */
final class DequantizeLinearRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("DequantizeLinear");
    }

    @Override
    public void pull(Pullback p) {
        Shape x = p.xShape();
        Shape scale = p.xShape(1);
        p.settle(0);
        p.settle(2);
        if (!p.isActive(1)) {
            return;
        }
        String whole = p.cast(p.x(), p.type());
        int axis = p.axis("axis", 1, x.rank());
        long block = p.attributes().integer("block_size", 0);
        long[] apart = new long[x.rank() + 1];
        long[] factors = new long[x.rank() + 1];
        for (int i = 0; i <= x.rank(); i++) {
            int from = i > axis ? i - 1 : i;
            boolean held = scale.rank() == x.rank() || (scale.size() > 1 && from == axis);
            apart[i] = i == axis + 1 ? Math.max(1, block) : x.dim(from) / (i == axis ? Math.max(1, block) : 1);
            factors[i] = i == axis + 1 || !held ? 1 : apart[i];
        }
        String centred = p.reshape(whole, Shape.of(apart));
        if (p.node().hasInput(2)) {
            centred = p.sub(centred, p.reshape(p.cast(p.x(2), p.type()), Shape.of(factors)));
        }
        String along = p.mul(p.reshape(p.cotangent(), Shape.of(apart)), centred);
        String summed = p.unbroadcast(along, Shape.of(apart), Shape.of(factors));
        p.accumulate(1, p.reshape(summed, scale), p.type());
    }
}
