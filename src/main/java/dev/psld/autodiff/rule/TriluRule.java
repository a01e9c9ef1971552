package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Triangle of a matrix: x̄ is the same triangle of ȳ. */
final class TriluRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Trilu");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(
                0,
                p.node().hasInput(1)
                        ? p.emit("Trilu", p.attributes(), p.cotangent(), p.x(1))
                        : p.emit("Trilu", p.attributes(), p.cotangent()));
    }
}
