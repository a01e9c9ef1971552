package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Softsign x/(1 + |x|): x̄ = ȳ / (1 + |x|)². */
final class SoftsignRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Softsign");
    }

    @Override
    public void pull(Pullback p) {
        String size = p.add(p.emit("Abs", p.x()), p.scalar(1));
        p.accumulate(0, p.div(p.cotangent(), p.square(size)));
    }
}
