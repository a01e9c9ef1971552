package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.PoolTaps;
import dev.psld.autodiff.rule.part.Scatter;
import dev.psld.autodiff.rule.part.Window;
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
        Attributes attributes = p.attributes().without("storage_order");
        String winners = p.emitMany("MaxPool", 2, attributes, p.x()).get(1);
        long[] kernel = attributes.integers("kernel_shape").orElseThrow();
        Window window = Window.of(attributes, kernel, p.xShape(), p.yShape());
        p.accumulate(
                0,
                Scatter.adds(p) || !window.overlaps() ? scattered(p, winners) : new PoolTaps(p, window).added(winners));
    }

    private static String scattered(Pullback p, String winners) {
        Shape flat = Shape.of(p.xShape().size());
        Attributes axis = Attributes.of("axis", 0);
        String scattered = p.emit(
                "ScatterElements",
                Scatter.adds(p) ? axis.with("reduction", "add") : axis,
                p.filled(flat, 0),
                p.reshape(winners, Shape.of(-1)),
                p.reshape(p.cotangent(), Shape.of(-1)));
        return p.reshape(scattered, p.xShape());
    }
}
