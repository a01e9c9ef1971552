package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Logistic function, y = σ(x): x̄ = ȳ·y·(1 − y). */
final class SigmoidRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Sigmoid");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.mul(p.cotangent(), p.mul(p.y(), p.sub(p.scalar(1), p.y()))));
    }
}
