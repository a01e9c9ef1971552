package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Soft or hard threshold: x̄ = ȳ where |x| > λ, else 0. */
final class ShrinkRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Shrink");
    }

    @Override
    public void pull(Pullback p) {
        String beyond =
                p.emit("Greater", p.emit("Abs", p.x()), p.scalar(p.attributes().real("lambd", 0.5)));
        p.accumulate(0, p.kept(beyond));
    }
}
