package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Means or maxima of values read between the elements of regions: by the pullbacks of the reading; the regions count as given. */
final class RoiAlignRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("RoiAlign");
    }

    @Override
    public void pull(Pullback p) {
        p.settle(1);
        p.settle(2);
        p.expand(e -> List.of(Regions.of(p, e)));
    }
}
