package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Clip to [low, high]: x̄ = ȳ inside and on the bounds, else 0; a bound gets the sum of ȳ where it cut. */
final class ClipRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Clip");
    }

    @Override
    public void pull(Pullback p) {
        String inside = p.cotangent();
        if (p.node().hasInput(1)) {
            inside = bound(p, 1, p.emit("Less", p.x(), p.x(1)), inside);
        }
        if (p.node().hasInput(2)) {
            inside = bound(p, 2, p.emit("Greater", p.x(), p.x(2)), inside);
        }
        if (p.isActive(0)) {
            p.accumulate(0, inside);
        }
    }

    private static String bound(Pullback p, int i, String cut, String inside) {
        if (p.isActive(i)) {
            p.accumulate(i, p.unbroadcast(p.only(cut, p.cotangent()), p.yShape(), p.xShape(i)));
        }
        return p.where(cut, p.scalar(0), inside);
    }
}
