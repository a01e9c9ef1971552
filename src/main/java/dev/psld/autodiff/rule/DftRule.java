package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.List;

/** Discrete Fourier transform: the transform the other way round, of ȳ; padding is cropped and cropping padded, and what a one-sided result leaves out counts as 0. */
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
            throw p.unsupported("it is an inverse transform of half a spectrum: give it the whole spectrum");
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
}
