package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** The first entries of each sequence turned round, as many as the sequence is long: x̄ is ȳ turned round the same way. */
final class ReverseSequenceRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("ReverseSequence");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.emit("ReverseSequence", p.attributes(), p.cotangent(), p.x(1)));
    }
}
