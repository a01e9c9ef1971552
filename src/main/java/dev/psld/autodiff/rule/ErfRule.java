package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Error function: x̄ = ȳ·2/√π·exp(−x²). */
final class ErfRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Erf");
    }

    @Override
    public void pull(Pullback p) {
        String bell = p.emit("Exp", p.emit("Neg", p.square(p.x())));
        p.accumulate(0, p.mul(p.cotangent(), p.mul(bell, 2 / Math.sqrt(Math.PI))));
    }
}
