package dev.psld.autodiff.rule;

import dev.psld.autodiff.Pullback;
import dev.psld.autodiff.Rule;
import dev.psld.autodiff.rule.part.WeightCotangent;
import dev.psld.autodiff.rule.part.Window;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Transposed convolution: x̄ is the convolution of ȳ with the same weights; what output padding added is cropped. */
final class ConvTransposeRule implements Rule {

    @Override
    public List<String> ops() {
        return List.of("ConvTranspose");
    }

    @Override
    public void pull(Pullback p) {
        Shape weight = p.xShape(1);
        int rank = weight.rank() - 2;
        long[] kernel = Arrays.copyOfRange(weight.toArray(), 2, 2 + rank);
        long groups = p.attributes().integer("group", 1);
        // Seen from ȳ this is a convolution that gives x.
        Window window = Window.of(resolved(p, kernel), kernel, p.yShape(), p.xShape());
        if (p.isActive(0)) {
            String whole = p.emit(
                    "Conv",
                    Attributes.of(
                            "kernel_shape", kernel,
                            "strides", window.strides(),
                            "dilations", window.dilations(),
                            "pads", window.pads(),
                            "group", groups),
                    p.cotangent(),
                    p.x(1));
            for (int i = 0; i < rank; i++) {
                long given = (p.yShape().dim(2 + i)
                                        + window.begin()[i]
                                        + window.end()[i]
                                        - window.dilations()[i] * (kernel[i] - 1)
                                        - 1)
                                / window.strides()[i]
                        + 1;
                if (given > p.xShape().dim(2 + i)) {
                    whole = p.slice(whole, 2 + i, 0, p.xShape().dim(2 + i));
                }
            }
            p.accumulate(0, whole);
        }
        if (p.isActive(1)) {
            p.accumulate(
                    1, WeightCotangent.of(p, p.cotangent(), p.yShape(), p.x(0), p.xShape(), weight, window, groups));
        }
        if (p.isActive(2)) {
            int[] others = IntStream.range(0, rank + 2).filter(i -> i != 1).toArray();
            p.accumulate(2, p.reshape(p.wideSum(p.cotangent(), others), p.xShape(2)));
        }
    }

    /** The attributes with explicit pads, where the node asks for an output shape or for automatic padding. */
    private static Attributes resolved(Pullback p, long[] kernel) {
        Attributes attributes = p.attributes();
        String auto = attributes.text("auto_pad", "NOTSET");
        if (!attributes.has("output_shape") && !auto.startsWith("SAME")) {
            return attributes.without("auto_pad");
        }
        int rank = kernel.length;
        long[] ones = new long[rank];
        Arrays.fill(ones, 1);
        long[] strides = attributes.integers("strides").orElse(ones);
        long[] dilations = attributes.integers("dilations").orElse(ones);
        long[] extra = attributes.integers("output_padding").orElse(new long[rank]);
        long[] pads = new long[2 * rank];
        for (int i = 0; i < rank; i++) {
            long total = Math.max(
                    0,
                    strides[i] * (p.xShape().dim(2 + i) - 1)
                            + extra[i]
                            + dilations[i] * (kernel[i] - 1)
                            + 1
                            - p.yShape().dim(2 + i));
            pads[i] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
            pads[rank + i] = total - pads[i];
        }
        return attributes.without("auto_pad").with("pads", pads);
    }
}
