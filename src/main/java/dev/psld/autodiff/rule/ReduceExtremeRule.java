package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Reduction;
import java.util.List;

/** Greatest or least element: the winner gets ȳ, equal winners share it evenly. */
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
        p.accumulate(0, p.mul(wins, p.div(cotangent, p.sum(wins, reduction.axes()))));
    }
}
