package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Inverse hyperbolic cosine: x̄ = ȳ / √(x² − 1). */
final class AcoshRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Acosh");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.div(p.cotangent(), p.emit("Sqrt", p.sub(p.square(p.x()), p.scalar(1)))));
    }
}
