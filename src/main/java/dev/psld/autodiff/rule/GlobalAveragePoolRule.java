package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Mean over all spatial axes: x̄ is ȳ / N stretched. */
final class GlobalAveragePoolRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("GlobalAveragePool");
    }

    @Override
    public void pull(Pullback p) {
        double share = (double) p.yShape().size() / p.xShape().size();
        p.accumulate(0, p.expand(p.mul(p.cotangent(), share), p.xShape()));
    }
}
