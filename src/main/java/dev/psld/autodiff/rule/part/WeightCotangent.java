package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The cotangent of a convolution's weight: the input correlated with ȳ, where channels play the batch and the batch plays
 * the channels, stride and dilation change places, and each group goes alone. Stateless.
 */
public final class WeightCotangent {
    private WeightCotangent() {}

    /** A value of the weight's shape (out, in/groups, kernel…). */
    public static String of(
            Pullback p,
            String x,
            Shape xShape,
            String cotangent,
            Shape yShape,
            Shape weight,
            Window window,
            long groups) {
        int rank = weight.rank();
        int[] exchange = IntStream.range(0, rank).toArray();
        exchange[0] = 1;
        exchange[1] = 0;
        // A stride may leave the input's last elements unused; with them there would be more taps than the kernel has.
        long[] unused = window.outputPadding(xShape);
        long[] pads = window.pads();
        String used = x;
        Shape usedShape = xShape;
        for (int i = 0; i < rank - 2; i++) {
            long fromPad = Math.min(unused[i], pads[rank - 2 + i]);
            pads[rank - 2 + i] -= fromPad;
            if (fromPad < unused[i]) {
                long kept = xShape.dim(2 + i) - unused[i] + fromPad;
                used = p.slice(used, 2 + i, 0, kept);
                usedShape = usedShape.with(2 + i, kept);
            }
        }
        List<String> parts = new ArrayList<>();
        for (long g = 0; g < groups; g++) {
            String part = channels(p, used, usedShape, g, groups);
            String kernel = channels(p, cotangent, yShape, g, groups);
            Attributes attributes =
                    Attributes.of("strides", window.dilations(), "dilations", window.strides(), "pads", pads);
            String correlated = p.emit("Conv", attributes, p.transpose(part, exchange), p.transpose(kernel, exchange));
            parts.add(p.transpose(correlated, exchange));
        }
        return p.concat(0, parts);
    }

    private static String channels(Pullback p, String value, Shape shape, long group, long groups) {
        long each = shape.dim(1) / groups;
        return groups == 1 ? value : p.slice(value, 1, group * each, (group + 1) * each);
    }
}
