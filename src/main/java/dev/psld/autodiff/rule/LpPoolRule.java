package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.Pooled;
import dev.psld.autodiff.rule.part.Window;
import java.util.List;

/** Norm over a sliding window or over all spatial axes, y = (Σ |x|ᵖ)^(1/p): each element gets |x|ᵖ⁻¹·sign(x)·Σ ȳ·y¹⁻ᵖ over the windows that it lies in, 0 where y is 0. */
final class LpPoolRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("GlobalLpPool", "LpPool");
    }

    @Override
    public void pull(Pullback p) {
        long power = p.attributes().integer("p", 2);
        String length = p.where(p.emit("Equal", p.y(), p.scalar(0)), p.scalar(Double.POSITIVE_INFINITY), p.y());
        String share = power == 1 ? p.cotangent() : p.mul(p.cotangent(), p.emit("Pow", length, p.scalar(1.0 - power)));
        String spread = p.node().op().equals("LpPool") ? windows(p, share) : p.expand(share, p.xShape());
        String size = p.emit("Abs", p.x());
        String slope = power == 1
                ? p.emit("Sign", p.x())
                : p.mul(p.emit("Sign", p.x()), power == 2 ? size : p.emit("Pow", size, p.scalar(power - 1.0)));
        p.accumulate(0, p.mul(slope, spread));
    }

    private static String windows(Pullback p, String share) {
        long[] kernel = p.attributes().integers("kernel_shape").orElseThrow();
        return Pooled.sum(p, Window.of(p.attributes(), kernel, p.xShape(), p.yShape()), share, p.xShape());
    }
}
