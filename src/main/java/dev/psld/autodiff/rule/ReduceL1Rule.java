package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Reduction;
import java.util.List;

/** Sum of absolute values: x̄ = ȳ·sign(x). */
final class ReduceL1Rule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("ReduceL1");
    }

    @Override
    public void pull(Pullback p) {
        Reduction reduction = Reduction.of(p);
        String cotangent = reduction.keep(p, p.cotangent());
        p.accumulate(0, p.mul(p.emit("Sign", p.x()), cotangent));
    }
}
