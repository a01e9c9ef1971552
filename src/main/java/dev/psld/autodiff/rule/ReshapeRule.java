package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Changes of shape that keep the elements and their order: x̄ is ȳ in the shape of x. */
final class ReshapeRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Reshape", "Flatten", "Squeeze", "Unsqueeze");
    }

    @Override
    public void pull(Pullback p) {
        p.accumulate(0, p.reshape(p.cotangent(), p.xShape()));
    }
}
