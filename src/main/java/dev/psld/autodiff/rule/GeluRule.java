package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import java.util.List;

/** GELU x·Φ(x): x̄ = ȳ·(Φ(x) + x·φ(x)); the tanh form by its own derivative. */
final class GeluRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("Gelu");
    }

    @Override
    public void pull(Pullback p) {
        boolean tanh = p.attributes().text("approximate", "none").equals("tanh");
        p.accumulate(0, p.mul(p.cotangent(), tanh ? tanhSlope(p) : erfSlope(p)));
    }

    private static String erfSlope(Pullback p) {
        String x = p.x();
        String cdf = p.mul(p.add(p.emit("Erf", p.mul(x, Math.sqrt(0.5))), p.scalar(1)), 0.5);
        String pdf = p.mul(p.emit("Exp", p.mul(p.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
        return p.add(cdf, p.mul(x, pdf));
    }

    /** With u = √(2/π)·(x + 0.044715·x³), t = tanh u: ½(1 + t) + ½x(1 − t²)·uʹ. */
    private static String tanhSlope(Pullback p) {
        double root = Math.sqrt(2 / Math.PI);
        // Beyond 10 the slope is 0 or 1 to all digits, and squares of half precision overflow.
        String x = p.emit("Min", p.emit("Max", p.x(), p.scalar(-10)), p.scalar(10));
        String x2 = p.square(x);
        String u = p.mul(x, p.add(p.scalar(root), p.mul(x2, root * 0.044715)));
        String t = p.emit("Tanh", u);
        String du = p.add(p.scalar(root), p.mul(x2, 3 * root * 0.044715));
        String bend = p.mul(p.mul(x, p.sub(p.scalar(1), p.square(t))), du);
        return p.mul(p.add(p.add(t, bend), p.scalar(1)), 0.5);
    }
}
