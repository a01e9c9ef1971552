package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Clip to [low, high]: x̄ = ȳ inside and on the bounds, else 0; a bound gets the sum of ȳ where it cut. Where low is above
 * high the result is high, which then gets all.
 */
final class ClipRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Clip");
    }

    @Override
    public void pull(Pullback p) {
        boolean low = p.node().hasInput(1);
        boolean high = p.node().hasInput(2);
        Optional<String> crossed =
                low && high && !inOrder(p) ? Optional.of(p.emit("Greater", p.x(1), p.x(2))) : Optional.empty();
        List<String> cuts = new ArrayList<>();
        if (low) {
            String below = p.emit("Less", p.x(), p.x(1));
            cuts.add(bound(
                    p,
                    1,
                    crossed.map(c -> p.emit("And", below, p.emit("Not", c))).orElse(below)));
        }
        if (high) {
            String above = p.emit("Greater", p.x(), p.x(2));
            cuts.add(bound(p, 2, crossed.map(c -> p.emit("Or", above, c)).orElse(above)));
        }
        if (p.isActive(0)) {
            String inside = cuts.stream()
                    .reduce((a, b) -> p.emit("Or", a, b))
                    .map(cut -> p.kept(p.emit("Not", cut)))
                    .orElseGet(p::cotangent);
            p.accumulate(0, inside);
        }
    }

    private static boolean inOrder(Pullback p) {
        return p.constant(1)
                .flatMap(low -> p.constant(2).map(high -> low.toDoubles()[0] <= high.toDoubles()[0]))
                .orElse(false);
    }

    private static String bound(Pullback p, int i, String cut) {
        if (p.isActive(i)) {
            p.accumulate(i, p.unbroadcast(p.kept(cut), p.yShape(), p.xShape(i)));
        }
        return cut;
    }
}
