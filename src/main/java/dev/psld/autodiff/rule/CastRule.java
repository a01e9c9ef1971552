package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Cast between real types: x̄ is ȳ cast back; of its second input CastLike reads only the type. */
final class CastRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Cast", "CastLike");
    }

    @Override
    public void pull(Pullback p) {
        if (p.isActive(0)) {
            p.accumulate(0, p.cast(p.cotangent(), p.xType(0)));
        }
        p.settle(1);
    }
}
