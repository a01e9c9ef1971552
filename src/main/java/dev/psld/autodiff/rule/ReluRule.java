package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Rectifier: x̄ = ȳ where y > 0, else 0. */
final class ReluRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Relu");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.kept(p.emit("Greater", p.y(), p.scalar(0))));
    }
}
