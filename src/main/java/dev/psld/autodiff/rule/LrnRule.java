package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import java.util.List;

/** Local response normalisation y = x·s^−β, s = bias + α/n·Σ x² over n neighbouring channels: x̄ = ȳ·s^−β − 2αβ/n·x·Σ ȳ·x·s^(−β−1), the sum over the channels whose neighbourhood has this one. */
final class LrnRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("LRN");
    }

    @Override
    public void pull(Pullback p) {
        double alpha = p.attributes().real("alpha", 1e-4f);
        double beta = p.attributes().real("beta", 0.75f);
        double bias = p.attributes().real("bias", 1);
        long size = p.attributes().integer("size", 1);
        long before = (size - 1) / 2;
        long after = size / 2;
        String s = p.add(p.mul(neighbours(p, p.square(p.x()), before, after, size), alpha / size), p.scalar(bias));
        String scale = p.emit("Pow", s, p.scalar(-beta));
        String scaled = p.mul(p.cotangent(), scale);
        String inner = neighbours(p, p.div(p.mul(scaled, p.x()), s), after, before, size);
        p.accumulate(0, p.sub(scaled, p.mul(p.mul(p.x(), inner), 2 * alpha * beta / size)));
    }

    /** Sums over channels from so many before to so many after each. */
    private static String neighbours(Pullback p, String value, long before, long after, long size) {
        Shape x = p.xShape();
        Shape rows = Shape.of(x.dim(0), 1, x.dim(1), x.size() / x.dim(0) / x.dim(1));
        Attributes window = Attributes.of(
                "kernel_shape", new long[] {size, 1}, "pads", new long[] {before, 0, after, 0}, "count_include_pad", 1);
        return p.reshape(p.mul(p.emit("AveragePool", window, p.reshape(value, rows)), (double) size), x);
    }
}
