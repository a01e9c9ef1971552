package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Leaky rectifier: x̄ = ȳ where x > 0 (y has the sign of x when the slope is positive), else slope·ȳ. */
final class LeakyReluRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("LeakyRelu");
    }

    @Override
    public void pull(Pullback p) {
        String slope = p.scalar(p.attributes().real("alpha", 0.01f));
        String below = p.emit("Less", p.x(), p.scalar(0));
        p.accumulate(0, p.mul(p.cotangent(), p.where(below, slope, p.scalar(1))));
    }
}
