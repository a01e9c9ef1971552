package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.ArrayList;
import java.util.List;

/** Least or greatest of n stretched operands: the winner gets ȳ; equal winners share it. */
final class MinMaxRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Min", "Max");
    }

    @Override
    public void pull(Pullback p) {
        int count = p.node().inputs().size();
        if (count == 1) {
            p.accumulate(0, p.cotangent());
            return;
        }
        List<String> wins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            wins.add(p.cast(p.emit("Equal", p.x(i), p.y()), p.type()));
        }
        String share = p.div(p.cotangent(), p.emit("Sum", wins.toArray(String[]::new)));
        for (int i = 0; i < count; i++) {
            if (p.isActive(i)) {
                p.accumulateStretched(i, p.mul(share, wins.get(i)));
            }
        }
    }
}
