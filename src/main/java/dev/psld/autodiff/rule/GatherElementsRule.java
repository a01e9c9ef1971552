package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Attributes;
import java.util.List;

/** Elements chosen one by one along an axis: ȳ is added back where each came from. */
final class GatherElementsRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("GatherElements");
    }

    @Override
    public void pull(Pullback p) {
        Scatter.requireAddition(p);
        Attributes add = Attributes.of("axis", p.attributes().integer("axis", 0), "reduction", "add");
        p.accumulate(0, p.emit("ScatterElements", add, p.filled(p.xShape(), 0), p.x(1), p.cotangent()));
    }
}
