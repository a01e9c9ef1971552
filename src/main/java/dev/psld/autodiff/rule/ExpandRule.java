package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Stretching to a larger shape: x̄ sums ȳ over the copies. */
final class ExpandRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Expand");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulateStretched(0, p.cotangent());
    }
}
