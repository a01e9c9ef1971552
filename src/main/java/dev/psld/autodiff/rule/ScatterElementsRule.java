package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Attributes;
import java.util.List;

/** Elements put, or added, one by one along an axis: the updates get ȳ from their places, the data ȳ where nothing was put. */
final class ScatterElementsRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("ScatterElements");
    }

    @Override
    public void pull(Pullback p) {
        String reduction = Scatter.reduction(p);
        Attributes axis = Attributes.of("axis", p.attributes().integer("axis", 0));
        if (p.isActive(0)) {
            p.accumulate(
                    0,
                    reduction.equals("add")
                            ? p.cotangent()
                            : p.emit("ScatterElements", axis, p.cotangent(), p.x(1), p.filled(p.xShape(2), 0)));
        }
        if (p.isActive(2)) {
            p.accumulate(2, p.emit("GatherElements", axis, p.cotangent(), p.x(1)));
        }
    }
}
