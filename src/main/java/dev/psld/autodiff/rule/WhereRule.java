package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Choice by a condition: each branch gets ȳ where it was taken. */
final class WhereRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Where");
    }

    @Override
    public void pull(Pullback p) {
        if (p.isActive(1)) {
            p.accumulateStretched(1, p.where(p.x(0), p.cotangent(), p.scalar(0)));
        }
        if (p.isActive(2)) {
            p.accumulateStretched(2, p.where(p.x(0), p.scalar(0), p.cotangent()));
        }
    }
}
