package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Sum of any number of stretched operands: each gets ȳ. */
final class AddRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Add", "Sum");
    }

    @Override
    public void pull(Pullback p) {
        for (int i = 0; i < p.node().inputs().size(); i++) {
            if (p.isActive(i)) {
                p.accumulateStretched(i, p.cotangent());
            }
        }
    }
}
