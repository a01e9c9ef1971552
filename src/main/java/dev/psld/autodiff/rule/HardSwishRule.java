package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** Piecewise quadratic x·clip(x/6 + ½, 0, 1): x̄ = ȳ·(x/3 + ½) between −3 and 3, ȳ from 3 on, 0 up to −3. */
final class HardSwishRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("HardSwish");
    }

    @Override
    public void pull(Pullback p) {
        String middle = p.add(p.mul(p.x(), 1.0 / 3), p.scalar(0.5));
        String risen = p.where(p.emit("Less", p.x(), p.scalar(3)), middle, p.scalar(1));
        String slope = p.only(p.emit("Greater", p.x(), p.scalar(-3)), risen);
        p.accumulate(0, p.mul(p.cotangent(), slope));
    }
}
