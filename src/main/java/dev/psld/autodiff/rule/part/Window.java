package dev.psld.autodiff.rule.part;

import dev.psld.graph.Attributes;
import dev.psld.graph.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The sliding window of a convolution or pooling, one entry a spatial axis, with automatic padding and ceiling mode
 * resolved to explicit pads. Immutable by convention.
 */
public final class Window {
    private final long[] kernel;
    private final long[] strides;
    private final long[] dilations;
    private final long[] begin;
    private final long[] end;

    private Window(long[] kernel, long[] strides, long[] dilations, long[] begin, long[] end) {
        this.kernel = kernel;
        this.strides = strides;
        this.dilations = dilations;
        this.begin = begin;
        this.end = end;
    }

    public long[] kernel() {
        return kernel;
    }

    public long[] strides() {
        return strides;
    }

    public long[] dilations() {
        return dilations;
    }

    /** Zeros before each axis. */
    public long[] begin() {
        return begin;
    }

    /** Zeros after each axis, so many that the last window ends inside them. */
    public long[] end() {
        return end;
    }

    /** The window that takes the spatial axes of {@code in} to those of {@code out}; both have batch and channels in front. */
    public static Window of(Attributes attributes, long[] kernel, Shape in, Shape out) {
        int rank = kernel.length;
        long[] ones = new long[rank];
        Arrays.fill(ones, 1);
        long[] strides = attributes.integers("strides").orElse(ones);
        long[] dilations = attributes.integers("dilations").orElse(ones);
        long[] pads = attributes.integers("pads").orElse(new long[2 * rank]);
        String auto = attributes.text("auto_pad", "NOTSET");
        long[] begin = new long[rank];
        long[] end = new long[rank];
        for (int i = 0; i < rank; i++) {
            long covered = strides[i] * (out.dim(2 + i) - 1) + dilations[i] * (kernel[i] - 1) + 1;
            long total = Math.max(0, covered - in.dim(2 + i));
            begin[i] = switch (auto) {
                case "SAME_UPPER" -> total / 2;
                case "SAME_LOWER" -> total - total / 2;
                case "VALID" -> 0;
                default -> pads[i];
            };
            end[i] = auto.startsWith("SAME") ? total - begin[i] : auto.equals("VALID") ? 0 : pads[rank + i];
            end[i] = Math.max(end[i], covered - in.dim(2 + i) - begin[i]);
        }
        return new Window(kernel, strides, dilations, begin, end);
    }

    public int rank() {
        return kernel.length;
    }

    public long[] pads() {
        long[] pads = Arrays.copyOf(begin, 2 * rank());
        System.arraycopy(end, 0, pads, rank(), rank());
        return pads;
    }

    /** What a transposed convolution must append so that it gives back an axis of this length. */
    public long[] outputPadding(Shape in) {
        long[] missing = new long[rank()];
        for (int i = 0; i < rank(); i++) {
            long reach = in.dim(2 + i) + begin[i] + end[i] - dilations[i] * (kernel[i] - 1) - 1;
            missing[i] = Math.floorMod(reach, strides[i]);
        }
        return missing;
    }

    public boolean isPointwise() {
        return Arrays.stream(kernel).allMatch(k -> k == 1)
                && Arrays.stream(strides).allMatch(s -> s == 1)
                && Arrays.stream(pads()).allMatch(q -> q == 0);
    }

    public boolean hasUnitStride() {
        return Arrays.stream(strides).allMatch(s -> s == 1);
    }

    /** True when some element can lie in more than one window. */
    public boolean overlaps() {
        return IntStream.range(0, rank()).anyMatch(i -> strides[i] < dilations[i] * (kernel[i] - 1) + 1);
    }

    /** The pads with which the flipped kernel, at stride 1, undoes this window; negative ones are possible. */
    public long[] flippedPads() {
        long[] pads = new long[2 * rank()];
        for (int i = 0; i < rank(); i++) {
            long reach = dilations[i] * (kernel[i] - 1);
            pads[i] = reach - begin[i];
            pads[rank() + i] = reach - end[i];
        }
        return pads;
    }
}
