package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.FlippedWeight;
import dev.psld.autodiff.rule.part.WeightCotangent;
import dev.psld.autodiff.rule.part.Window;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Convolution with any stride, pads, dilation, groups and rank: x̄ is the transposed convolution of ȳ with the same
 * weights.
 *
 * <p>At stride 1 and with many input channels the same is a convolution with the flipped kernel, and faster; the flip is
 * written as operators on the weight, so that it folds at load and the file holds the weight once.
 */
final class ConvRule implements Rule {
    /** From so many input channels on a flipped convolution wins over a transposed one (measured on ONNX Runtime's CPU). */
    private static final long MANY_CHANNELS = 16;

    /**
     * From so many taps on as well, whatever the channels: a transposed convolution first writes taps × input bytes (1.1 GB
     * for a blur of 31×31 at 512×512) where a convolution works in slices.
     */
    private static final long WIDE_KERNEL = 256;

    @Override
    public List<String> ops() {
        return List.of("Conv");
    }

    @Override
    public void pull(Pullback p) {
        Shape weight = p.xShape(1);
        int rank = weight.rank() - 2;
        long[] kernel = Arrays.copyOfRange(weight.toArray(), 2, 2 + rank);
        Window window = Window.of(p.attributes(), kernel, p.xShape(), p.yShape());
        long groups = p.attributes().integer("group", 1);
        if (p.isActive(0)) {
            boolean folds = p.isFixed(1) && p.xShape().dim(1) >= MANY_CHANNELS;
            boolean wide = Arrays.stream(kernel).reduce(1, (a, b) -> a * b) >= WIDE_KERNEL;
            boolean flip = (folds || wide)
                    && window.hasUnitStride()
                    && !window.isPointwise()
                    && Arrays.stream(window.flippedPads()).allMatch(q -> q >= 0);
            p.accumulate(0, flip ? flipped(p, window, groups) : transposed(p, window, groups));
        }
        if (p.isActive(1)) {
            p.accumulate(
                    1, WeightCotangent.of(p, p.x(0), p.xShape(), p.cotangent(), p.yShape(), weight, window, groups));
        }
        if (p.isActive(2)) {
            int[] others = IntStream.range(0, rank + 2).filter(i -> i != 1).toArray();
            p.accumulate(2, p.reshape(p.wideSum(p.cotangent(), others), p.xShape(2)));
        }
    }

    private static String transposed(Pullback p, Window window, long groups) {
        return p.emit(
                "ConvTranspose",
                Attributes.of(
                        "kernel_shape", window.kernel(),
                        "strides", window.strides(),
                        "dilations", window.dilations(),
                        "pads", window.pads(),
                        "output_padding", window.outputPadding(p.xShape()),
                        "group", groups),
                p.cotangent(),
                p.x(1));
    }

    private static String flipped(Pullback p, Window window, long groups) {
        return p.emit(
                "Conv",
                Attributes.of(
                        "kernel_shape", window.kernel(),
                        "dilations", window.dilations(),
                        "pads", window.flippedPads(),
                        "group", groups),
                p.cotangent(),
                FlippedWeight.of(p, p.x(1), p.xShape(1), groups));
    }
}
