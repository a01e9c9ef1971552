package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;

/**
 * A group normalisation z = γ·x̂ + β written with one coefficient a channel, so that a large tensor is touched rarely:
 * z = (x − μ)·A + β with A = γ·r, and x̄ = dz·A − (x − μ)·k − m with the group means m = ⟨A·dz⟩ and
 * k = r²·⟨A·dz·(x − μ)⟩. Immutable; lives in one rule. Statistics take two passes, so a large mean costs no accuracy, and are
 * taken in single precision for values of half.
 */
public final class ChannelNorm {
    /** (1, batch·channels, height, width): each picture of a batch has coefficients of its own. */
    private final Shape image;
    /** (1, batch·groups, elements of a group). */
    private final Shape apart;
    /** (batch, groups, channels of a group). */
    private final Shape groups;

    private final String centred;
    private final String rate;
    private final String factor;

    private ChannelNorm(Shape image, Shape apart, Shape groups, String centred, String rate, String factor) {
        this.image = image;
        this.apart = apart;
        this.groups = groups;
        this.centred = centred;
        this.rate = rate;
        this.factor = factor;
    }

    /** Input 0 of the node is x (four axes), input 1 is γ. */
    public static ChannelNorm of(Pullback p, long groupCount, double epsilon) {
        Shape x = p.xShape();
        Shape image = Shape.of(1, x.dim(0) * x.dim(1), x.dim(2), x.dim(3));
        Shape apart = Shape.of(1, x.dim(0) * groupCount, x.size() / (x.dim(0) * groupCount));
        Shape groups = Shape.of(x.dim(0), groupCount, x.dim(1) / groupCount);
        String grouped = p.reshape(Halves.widened(p, p.x(0)), apart);
        String centred = p.sub(grouped, p.mean(grouped, 2));
        String variance = p.mean(p.square(centred), 2);
        String deviation = p.emit("Sqrt", p.add(variance, Halves.scalar(p, epsilon)));
        String rate = p.reshape(p.emit("Reciprocal", deviation), groups.with(2, 1));
        String factor = p.mul(rate, p.reshape(Halves.widened(p, p.x(1)), Shape.of(groupCount, groups.dim(2))));
        return new ChannelNorm(image, apart, groups, centred, rate, factor);
    }

    /** The shape in which cotangents come and go. */
    public Shape shape() {
        return image;
    }

    /** z, computed again. Input 2 of the node is β. */
    public String output(Pullback p) {
        String shift = p.expand(p.reshape(Halves.widened(p, p.x(2)), Shape.of(groups.dim(1), groups.dim(2))), groups);
        return Halves.narrowed(p, affine(p, p.reshape(centred, image), image, factor, shift));
    }

    /** x̄ from the cotangent of z. */
    public String pull(Pullback p, String cotangent) {
        String dz = Halves.widened(p, cotangent);
        String mean = groupMean(p, dz);
        String slope = p.mul(p.square(rate), groupMean(p, p.mul(dz, p.reshape(centred, image))));
        String scaled = p.mul(dz, p.reshape(factor, image.with(2, 1).with(3, 1)));
        return Halves.narrowed(p, p.sub(scaled, p.reshape(affine(p, centred, apart, slope, mean), image)));
    }

    /** ⟨A·value⟩ over each group, from the channels' means. */
    private String groupMean(Pullback p, String value) {
        String channels = p.reshape(p.mean(value, 2, 3), groups);
        return p.mean(p.mul(factor, channels), 2);
    }

    /** value·factors + shifts, both with one number an entry of axis 1: one pass by BatchNormalization. */
    private static String affine(Pullback p, String value, Shape shape, String factors, String shifts) {
        Shape vector = Shape.of(shape.dim(1));
        return p.emit(
                "BatchNormalization",
                Attributes.of("epsilon", 0.0),
                value,
                p.reshape(factors, vector),
                p.reshape(shifts, vector),
                p.constant(Tensor.filled(Halves.wide(p), vector, 0)),
                p.constant(Tensor.filled(Halves.wide(p), vector, 1)));
    }
}
