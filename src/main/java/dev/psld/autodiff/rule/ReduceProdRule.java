package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Reduction;
import java.util.List;

/** Product: x̄ is ȳ times the product of the other elements, which is exact where elements are 0. */
final class ReduceProdRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("ReduceProd");
    }

    @Override
    public void pull(Pullback p) {
        Reduction reduction = Reduction.of(p);
        String cotangent = reduction.keep(p, p.cotangent());
        String zero = p.emit("Equal", p.x(), p.scalar(0));
        String filled = p.where(zero, p.scalar(1), p.x());
        String product = p.reduce("ReduceProd", filled, true, reduction.axes());
        String zeros = p.sum(p.cast(zero, p.type()), reduction.axes());
        // Beside one zero only that place sees a product that is not 0; beside two, none does.
        String none = p.only(p.emit("Less", zeros, p.scalar(0.5)), p.div(product, filled));
        String one = p.only(p.emit("Less", zeros, p.scalar(1.5)), product);
        p.accumulate(0, p.mul(cotangent, p.where(zero, one, none)));
    }
}
