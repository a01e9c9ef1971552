package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Dropout at inference is the identity: x̄ = ȳ. */
final class DropoutRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Dropout");
    }

    @Override
    public void pull(Pullback p) {
        boolean off = p.constant(2).filter(t -> t.toDoubles()[0] == 0).isPresent();
        if (p.node().hasInput(2) && !off) {
            throw p.unsupported("it may drop values at random: export the model in evaluation mode");
        }
        p.accumulate(0, p.cotangent());
    }
}
