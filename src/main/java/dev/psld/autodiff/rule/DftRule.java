package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Discrete Fourier transform: the transform the other way round, of ȳ; padding is cropped and cropping padded, and what a one-sided
 * result leaves out counts as 0. An inverse transform of half a spectrum counts each of its numbers twice, but for those that are
 * their own mirror images: X̄ = w/n · DFT(ȳ), w = 1 at 0 and n/2, else 2.
 */
final class DftRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("DFT");
    }

    @Override
    public void pull(Pullback p) {
        Shape x = p.xShape();
        Shape y = p.yShape();
        boolean young = p.opset() >= 20;
        int axis =
                young ? Pullback.axis(p.integers(2).map(a -> a[0]).orElse(-2L), x.rank()) : p.axis("axis", 1, x.rank());
        long length = p.integers(1).map(a -> a[0]).orElse(x.dim(axis));
        boolean inverse = p.attributes().integer("inverse", 0) != 0;
        if (inverse && p.attributes().integer("onesided", 0) != 0) {
            p.accumulate(0, half(p, x, y, axis, young));
            return;
        }
        String whole = p.pad(p.cotangent(), y, axis, 0, length - y.dim(axis));
        Attributes turned = Attributes.of("inverse", !inverse);
        String back = young
                ? p.emit("DFT", turned, whole, "", p.constant(Tensor.longs(Shape.of(), axis)))
                : p.emit("DFT", turned.with("axis", axis), whole);
        // An inverse transform divides by the length, the other one does not.
        String scaled = p.mul(back, inverse ? 1.0 / length : (double) length);
        Shape shape = y.with(axis, length);
        String real = x.dim(-1) == 1 ? p.slice(scaled, x.rank() - 1, 0, 1) : scaled;
        p.accumulate(0, p.pad(real, shape.with(-1, x.dim(-1)), axis, 0, x.dim(axis) - length));
    }

    private static String half(Pullback p, Shape x, Shape y, int axis, boolean young) {
        long length = y.dim(axis);
        long kept = length / 2 + 1;
        double[] weights = new double[(int) kept];
        for (int k = 0; k < kept; k++) {
            weights[k] = (k == 0 || 2L * k == length ? 1.0 : 2.0) / length;
        }
        long[] along = new long[x.rank()];
        Arrays.fill(along, 1);
        along[axis] = kept;
        String real = p.slice(p.cotangent(), x.rank() - 1, 0, 1);
        Attributes oneSided = Attributes.of("onesided", 1);
        String spectrum = young
                ? p.emit("DFT", oneSided, real, "", p.constant(Tensor.longs(Shape.of(), axis)))
                : p.emit("DFT", oneSided.with("axis", axis), real);
        String weighted = p.mul(spectrum, p.constant(Tensor.real(p.type(), Shape.of(along), weights)));
        return p.pad(weighted, x.with(axis, kept), axis, 0, x.dim(axis) - kept);
    }
}
