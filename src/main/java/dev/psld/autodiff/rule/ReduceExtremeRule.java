package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Reduction;
import java.util.List;

/** Greatest or least element: the winner gets ȳ, equal winners share it evenly; of no elements none has anything. */
final class ReduceExtremeRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("ReduceMax", "ReduceMin");
    }

    @Override
    public void pull(Pullback p) {
        Reduction reduction = Reduction.of(p);
        String cotangent = reduction.keep(p, p.cotangent());
        String wins = p.cast(p.emit("Equal", p.x(), reduction.keep(p, p.y())), p.type());
        // Nothing wins among no elements, where the sum of winners would be a divisor of 0.
        String share = reduction.count(p.xShape()) == 0 ? cotangent : p.div(cotangent, p.sum(wins, reduction.axes()));
        p.accumulate(0, p.mul(wins, share));
    }
}
