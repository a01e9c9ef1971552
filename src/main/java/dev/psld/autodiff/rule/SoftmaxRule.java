package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.SoftmaxAxes;
import java.util.List;

/** Softmax: x̄ = y·(ȳ − Σ ȳ·y). */
final class SoftmaxRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Softmax");
    }

    @Override
    public void pull(Pullback p) {
        String sum = p.wideSum(p.mul(p.cotangent(), p.y()), SoftmaxAxes.of(p));
        p.accumulate(0, p.mul(p.y(), p.sub(p.cotangent(), sum)));
    }
}
