package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Identity: x̄ = ȳ. */
final class IdentityRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Identity");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.cotangent());
    }
}
