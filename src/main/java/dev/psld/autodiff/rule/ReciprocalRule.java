package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Reciprocal: x̄ = −ȳ·y². */
final class ReciprocalRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Reciprocal");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.emit("Neg", p.mul(p.cotangent(), p.square(p.y()))));
    }
}
