package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Tensor;
import java.util.List;

/** Power y = aᵇ: ā = ȳ·b·aᵇ⁻¹, b̄ = ȳ·y·ln a; small constant exponents without Pow, which is slow and NaN at 0. */
final class PowRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Pow");
    }

    @Override
    public void pull(Pullback p) {
        if (p.isActive(0)) {
            p.accumulateStretched(0, p.mul(p.cotangent(), slope(p)));
        }
        if (p.isActive(1)) {
            p.accumulateStretched(1, p.mul(p.cotangent(), p.mul(p.y(), p.emit("Log", p.x(0)))));
        }
    }

    private static String slope(Pullback p) {
        double[] exponents = p.constant(1).map(Tensor::toDoubles).orElse(new double[0]);
        double exponent = exponents.length == 1 ? exponents[0] : Double.NaN;
        if (exponent == 1) {
            return p.scalar(1);
        }
        if (exponent == 2) {
            return p.mul(p.x(0), 2);
        }
        if (exponent == 3) {
            return p.mul(p.square(p.x(0)), 3);
        }
        if (exponent == 0.5) {
            return p.div(p.scalar(0.5), p.y());
        }
        String b = p.xType(1) == p.type() ? p.x(1) : p.cast(p.x(1), p.type());
        return p.mul(b, p.emit("Pow", p.x(0), p.sub(b, p.scalar(1))));
    }
}
