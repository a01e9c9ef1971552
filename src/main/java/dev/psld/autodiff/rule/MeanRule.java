package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Mean of n stretched operands: each gets ȳ / n. */
final class MeanRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Mean");
    }

    @Override
    public void pull(Pullback p) {
        int count = p.node().inputs().size();
        String share = p.mul(p.cotangent(), 1.0 / count);
        for (int i = 0; i < count; i++) {
            if (p.isActive(i)) {
                p.accumulateStretched(i, share);
            }
        }
    }
}
