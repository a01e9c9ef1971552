package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import java.util.List;

/** Greatest of a sliding window: its first winner gets ȳ, added up where windows overlap. */
final class MaxPoolRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("MaxPool");
    }

    @Override
    public void pull(Pullback p) {
        Scatter.requireAddition(p);
        Attributes attributes = p.attributes().without("storage_order");
        String places = p.emitMany("MaxPool", 2, attributes, p.x()).get(1);
        Shape flat = Shape.of(p.xShape().size());
        String scattered = p.emit(
                "ScatterElements",
                Attributes.of("axis", 0, "reduction", "add"),
                p.filled(flat, 0),
                p.reshape(places, Shape.of(-1)),
                p.reshape(p.cotangent(), Shape.of(-1)));
        p.accumulate(0, p.reshape(scattered, p.xShape()));
    }
}
