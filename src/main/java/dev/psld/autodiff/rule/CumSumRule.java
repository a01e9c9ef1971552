package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Running sum along an axis: x̄ is the running sum of ȳ from the other end. */
final class CumSumRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("CumSum");
    }

    @Override
    public void pull(Pullback p) {
        long reverse = p.attributes().integer("reverse", 0);
        p.accumulate(0, p.emit("CumSum", p.attributes().with("reverse", 1 - reverse), p.cotangent(), p.x(1)));
    }
}
