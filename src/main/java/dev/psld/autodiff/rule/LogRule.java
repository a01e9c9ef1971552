package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Natural logarithm: x̄ = ȳ / x. */
final class LogRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Log");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.div(p.cotangent(), p.x()));
    }
}
