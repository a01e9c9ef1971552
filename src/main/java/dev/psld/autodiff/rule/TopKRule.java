package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Attributes;
import java.util.List;

/** The greatest or least k entries along an axis: each gets its ȳ, the others 0. */
final class TopKRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("TopK");
    }

    @Override
    public void pull(Pullback p) {
        int axis = p.axis("axis", -1, p.xShape().rank());
        String known = p.node().outputs().size() > 1 ? p.node().outputs().get(1) : "";
        String places = known.isEmpty()
                ? p.emitMany("TopK", 2, p.attributes(), p.x(), p.x(1)).get(1)
                : known;
        // No place comes twice, so that scattering need not add.
        Attributes along = Attributes.of("axis", axis);
        p.accumulate(0, p.emit("ScatterElements", along, p.filled(p.xShape(), 0), places, p.cotangent()));
    }
}
