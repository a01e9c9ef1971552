package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.SoftmaxAxes;
import java.util.List;

/** Logarithm of softmax: x̄ = ȳ − exp(y)·Σ ȳ. */
final class LogSoftmaxRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("LogSoftmax");
    }

    @Override
    public void pull(Pullback p) {
        String sum = p.wideSum(p.cotangent(), SoftmaxAxes.of(p));
        p.accumulate(0, p.sub(p.cotangent(), p.mul(p.emit("Exp", p.y()), sum)));
    }
}
