package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Split: x̄ joins the cotangents of the parts; a lone part is padded with zeros. */
final class SplitRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Split");
    }

    @Override
    public void pull(Pullback p) {
        int axis = p.axis("axis", 0, p.xShape().rank());
        int count = p.node().outputs().size();
        List<String> parts = new ArrayList<>();
        int present = 0;
        long before = 0;
        for (int k = 0; k < count; k++) {
            Optional<String> part = p.cotangent(k);
            present += part.isPresent() ? 1 : 0;
            parts.add(part.orElse(""));
        }
        for (int k = 0; k < count; k++) {
            long size = p.yShape(k).dim(axis);
            if (present == 1 && !parts.get(k).isEmpty()) {
                long after = p.xShape().dim(axis) - before - size;
                p.accumulate(0, p.pad(parts.get(k), p.yShape(k), axis, before, after));
            }
            before += size;
        }
        if (present > 1) {
            for (int k = 0; k < count; k++) {
                if (parts.get(k).isEmpty()) {
                    parts.set(k, p.filled(p.yShape(k), 0));
                }
            }
            p.accumulate(0, p.concat(axis, parts));
        }
    }
}
