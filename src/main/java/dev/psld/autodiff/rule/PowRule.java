package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Power y = aᵇ: ā = ȳ·b·aᵇ⁻¹, b̄ = ȳ·y·ln a; ā is 0 where b is 0, and b̄ is 0 where a is 0 and b is not below 0. Small
 * constant exponents without Pow, which is slow.
 */
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
            String slope = p.mul(p.y(), p.emit("Log", p.x(0)));
            String flat =
                    p.emit("And", isZero(p, p.x(0)), p.emit("Not", p.emit("Less", p.x(1, p.type()), p.scalar(0))));
            String whole = p.mul(p.cotangent(), p.where(flat, p.scalar(0), slope));
            p.accumulate(1, p.unbroadcast(whole, p.yShape(), p.xShape(1)), p.type());
        }
    }

    private static String slope(Pullback p) {
        double[] exponents = p.constant(1).map(Tensor::toDoubles).orElse(new double[0]);
        double exponent = exponents.length == 1 ? exponents[0] : Double.NaN;
        if (exponent == 0) {
            return p.scalar(0);
        }
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
        String b = p.x(1, p.type());
        String slope = p.mul(b, p.emit("Pow", p.x(0), p.sub(b, p.scalar(1))));
        boolean nowhereZero = exponents.length > 0 && Arrays.stream(exponents).allMatch(e -> e != 0);
        return nowhereZero ? slope : p.where(isZero(p, b), p.scalar(0), slope);
    }

    private static String isZero(Pullback p, String value) {
        return p.emit("Equal", value, p.scalar(0));
    }
}
