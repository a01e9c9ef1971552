package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Leaky rectifier: x̄ = ȳ where x > 0, else slope·ȳ. */
final class LeakyReluRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("LeakyRelu");
    }

    @Override
    public void pull(Pullback p) {
        String slope = p.scalar(p.attributes().real("alpha", 0.01f));
        String above = p.emit("Greater", p.x(), p.scalar(0));
        p.accumulate(0, p.mul(p.cotangent(), p.where(above, p.scalar(1), slope)));
    }
}
