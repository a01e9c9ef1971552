package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Divided by the norm along an axis, y = x / ‖x‖: by the pullbacks of norm and quotient; 0 where the norm is 0. */
final class LpNormalizationRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("LpNormalization");
    }

    @Override
    public void pull(Pullback p) {
        int axis = p.axis("axis", -1, p.xShape().rank());
        String norm = p.attributes().integer("p", 2) == 1 ? "ReduceL1" : "ReduceL2";
        p.expand(e -> {
            String length = e.reduce(norm, p.x(), true, axis);
            String safe = e.where(e.emit("Equal", length, e.scalar(0)), e.scalar(Double.POSITIVE_INFINITY), length);
            return List.of(e.div(p.x(), safe));
        });
    }
}
