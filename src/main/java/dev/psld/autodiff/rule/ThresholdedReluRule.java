package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Rectifier with a threshold: x̄ = ȳ where x > α, else 0. */
final class ThresholdedReluRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("ThresholdedRelu");
    }

    @Override
    public void pull(Pullback p) {
        String above = p.emit("Greater", p.x(), p.scalar(p.attributes().real("alpha", 1)));
        p.accumulate(0, p.kept(above));
    }
}
