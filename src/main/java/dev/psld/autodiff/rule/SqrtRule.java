package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Square root: x̄ = ȳ / (2y). */
final class SqrtRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Sqrt");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.div(p.cotangent(), p.mul(p.y(), 2)));
    }
}
