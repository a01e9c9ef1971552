package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;
import java.util.stream.IntStream;

/** Greatest element over all spatial axes: it gets ȳ, equal ones share it evenly. */
final class GlobalMaxPoolRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("GlobalMaxPool");
    }

    @Override
    public void pull(Pullback p) {
        int[] spatial = IntStream.range(2, p.xShape().rank()).toArray();
        String wins = p.cast(p.emit("Equal", p.x(), p.y()), p.type());
        p.accumulate(0, p.mul(wins, p.div(p.cotangent(), p.sum(wins, spatial))));
    }
}
