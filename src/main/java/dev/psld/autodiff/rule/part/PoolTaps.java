package dev.psld.autodiff.rule.part;

import dev.psld.autodiff.Pullback;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.util.Arrays;

/**
 * A max pooling's cotangent taken back tap by tap: where the winner of a window was its k-th element, ȳ goes to that
 * element, and the taps are added up. For opsets that cannot add while scattering. Immutable; lives in one rule.
 */
public record PoolTaps(Pullback p, Window window) {
    /** Beyond so many taps a matrix of ones with at most so many elements is better than four nodes a tap. */
    private static final int MANY_TAPS = 64;

    private static final long ROOM = 1L << 24;

    /** x̄ from the winners' places, counted through the whole input. */
    public String added(String winners) {
        Shape x = p.xShape();
        long pixels = x.size() / x.dim(0) / x.dim(1);
        String places = p.emit("Mod", winners, p.vector(pixels));
        int taps = (int) Arrays.stream(window.kernel()).reduce(1, (a, b) -> a * b);
        if (taps > MANY_TAPS && p.yShape().size() * pixels <= ROOM) {
            return byProduct(places, pixels);
        }
        String sum = "";
        for (int tap = 0; tap < taps; tap++) {
            String part = tap(places, offsets(tap));
            sum = sum.isEmpty() ? part : p.add(sum, part);
        }
        return sum;
    }

    /** The cotangents of each plane as a row, times ones at the places of the winners. */
    private String byProduct(String places, long pixels) {
        long planes = p.xShape().size() / pixels;
        long windows = p.yShape().size() / planes;
        String ones = Scatter.ones(p, p.reshape(places, Shape.of(planes, windows)), pixels, -1);
        return p.reshape(p.matmul(p.reshape(p.cotangent(), Shape.of(planes, 1, windows)), ones), p.xShape());
    }

    /** How far this tap lies behind the window's start in the padded input, axis by axis. */
    private long[] offsets(int tap) {
        long[] offsets = new long[window.rank()];
        int rest = tap;
        for (int i = window.rank() - 1; i >= 0; i--) {
            offsets[i] = rest % window.kernel()[i] * window.dilations()[i] - window.begin()[i];
            rest /= (int) window.kernel()[i];
        }
        return offsets;
    }

    private String tap(String places, long[] offsets) {
        Shape x = p.xShape();
        Shape shape = p.yShape();
        String part = p.only(p.emit("Equal", places, p.constant(sources(offsets))), p.cotangent());
        long[] before = new long[x.rank()];
        long[] after = new long[x.rank()];
        for (int i = 0; i < window.rank(); i++) {
            int axis = 2 + i;
            if (window.strides()[i] > 1) {
                part = Spread.zeros(p, part, shape, axis, window.strides()[i]);
                shape = shape.with(axis, shape.dim(axis) * window.strides()[i]);
            }
            before[axis] = offsets[i];
            after[axis] = x.dim(axis) - offsets[i] - shape.dim(axis);
        }
        return p.pad(part, shape, before, after);
    }

    /** For each window the pixel that this tap reads; −1 where it reads padding. */
    private Tensor sources(long[] offsets) {
        Shape x = p.xShape();
        long[] dims = Arrays.copyOfRange(p.yShape().toArray(), 2, x.rank());
        long[] sources = new long[(int) Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
        for (int o = 0; o < sources.length; o++) {
            long rest = o;
            long stride = 1;
            boolean inside = true;
            for (int i = window.rank() - 1; i >= 0; i--) {
                long at = rest % dims[i] * window.strides()[i] + offsets[i];
                rest /= dims[i];
                inside &= at >= 0 && at < x.dim(2 + i);
                sources[o] += at * stride;
                stride *= x.dim(2 + i);
            }
            sources[o] = inside ? sources[o] : -1;
        }
        return Tensor.longs(Shape.of(dims), sources);
    }
}
