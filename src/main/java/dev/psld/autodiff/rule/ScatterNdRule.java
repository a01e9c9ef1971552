package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Slices put, or added, by index tuples: the updates get ȳ from their places, the data ȳ where nothing was put. */
final class ScatterNdRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("ScatterND");
    }

    @Override
    public void pull(Pullback p) {
        String reduction = Scatter.reduction(p);
        if (p.isActive(0)) {
            p.accumulate(
                    0,
                    reduction.equals("add")
                            ? p.cotangent()
                            : p.emit("ScatterND", p.cotangent(), p.x(1), p.filled(p.xShape(2), 0)));
        }
        if (p.isActive(2)) {
            p.accumulate(2, p.emit("GatherND", p.cotangent(), p.x(1)));
        }
    }
}
