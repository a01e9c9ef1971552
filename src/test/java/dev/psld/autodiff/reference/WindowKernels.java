package dev.psld.autodiff.reference;

import dev.psld.autodiff.reference.ReferenceInterpreter.Registry;
import dev.psld.graph.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Convolutions and poolings over any number of spatial axes. Stateless. */
final class WindowKernels {
    private WindowKernels() {}

    static void register(Registry r) {
        r.put("Conv", WindowKernels::conv);
        r.put("ConvTranspose", WindowKernels::convTranspose);
        r.put("AveragePool", WindowKernels::averagePool);
        r.put("LpPool", c -> {
            Array x = c.in(0);
            int[] in = spatial(x);
            Geometry g = new Geometry(c, c.ints("kernel_shape", new int[0]), in);
            double power = c.integer("p", 2);
            return Array.build(x.type(), with(x.dims()[0], x.dims()[1], g.out), p -> {
                double[] sum = {0};
                Array.build(x.type(), g.kernel, k -> {
                    int[] at = place(g, p, k);
                    sum[0] += inside(at, i -> 0, i -> in[i]) ? Math.pow(Math.abs(x.values()[x.index(at)]), power) : 0;
                    return 0;
                });
                return Math.pow(sum[0], 1 / power);
            });
        });
    }

    /** The geometry of one window: strides, dilations, pads and the spatial output lengths. */
    private static final class Geometry {
        final int rank;
        final int[] kernel;
        final int[] strides;
        final int[] dilations;
        final int[] begin;
        final int[] end;
        final int[] out;

        Geometry(Call c, int[] kernel, int[] in) {
            this.kernel = kernel;
            rank = kernel.length;
            strides = c.ints("strides", Call.repeat(1, rank));
            dilations = c.ints("dilations", Call.repeat(1, rank));
            int[] pads = c.ints("pads", new int[2 * rank]);
            begin = Arrays.copyOf(pads, rank);
            end = Arrays.copyOfRange(pads, rank, 2 * rank);
            out = new int[rank];
            String auto = c.attributes().text("auto_pad", "NOTSET");
            boolean ceil = c.integer("ceil_mode", 0) != 0;
            for (int i = 0; i < rank; i++) {
                int reach = dilations[i] * (kernel[i] - 1) + 1;
                if (auto.startsWith("SAME")) {
                    out[i] = (in[i] + strides[i] - 1) / strides[i];
                    int total = Math.max(0, (out[i] - 1) * strides[i] + reach - in[i]);
                    begin[i] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
                    end[i] = total - begin[i];
                } else {
                    double steps = (double) (in[i] + begin[i] + end[i] - reach) / strides[i];
                    out[i] = (int) (ceil ? Math.ceil(steps) : Math.floor(steps)) + 1;
                    if (ceil && (out[i] - 1) * strides[i] >= in[i] + begin[i]) {
                        out[i]--;
                    }
                }
            }
        }

        int source(int axis, int o, int k) {
            return o * strides[axis] - begin[axis] + k * dilations[axis];
        }
    }

    private static Array conv(Call c) {
        Array x = c.in(0);
        Array w = c.in(1);
        int rank = x.rank() - 2;
        Geometry g = new Geometry(c, Arrays.copyOfRange(w.dims(), 2, 2 + rank), spatial(x));
        int outPerGroup = w.dims()[0] / c.integer("group", 1);
        int inPerGroup = w.dims()[1];
        Array y = Array.build(x.type(), with(x.dims()[0], w.dims()[0], g.out), p -> {
            double[] sum = {0};
            int[] kernel = with(1, inPerGroup, g.kernel);
            Array.build(x.type(), kernel, k -> {
                int[] at = p.clone();
                at[1] = p[1] / outPerGroup * inPerGroup + k[1];
                int[] wAt = k.clone();
                wAt[0] = p[1];
                for (int i = 0; i < rank; i++) {
                    at[2 + i] = g.source(i, p[2 + i], k[2 + i]);
                    if (at[2 + i] < 0 || at[2 + i] >= x.dims()[2 + i]) {
                        return 0;
                    }
                }
                sum[0] += x.values()[x.index(at)] * w.values()[w.index(wAt)];
                return 0;
            });
            return sum[0];
        });
        return bias(c, y);
    }

    private static Array convTranspose(Call c) {
        Array x = c.in(0);
        Array w = c.in(1);
        int rank = x.rank() - 2;
        int groups = c.integer("group", 1);
        int[] strides = c.ints("strides", Call.repeat(1, rank));
        int[] dilations = c.ints("dilations", Call.repeat(1, rank));
        int[] extra = c.ints("output_padding", new int[rank]);
        int[] pads = c.ints("pads", new int[2 * rank]).clone();
        int[] shape = c.ints("output_shape", new int[0]);
        String auto = c.attributes().text("auto_pad", "NOTSET");
        int[] out = new int[rank];
        for (int i = 0; i < rank; i++) {
            int reach = dilations[i] * (w.dims()[2 + i] - 1) + 1;
            int full = strides[i] * (x.dims()[2 + i] - 1) + extra[i] + reach;
            if (shape.length > 0 || auto.startsWith("SAME")) {
                out[i] = shape.length > 0 ? shape[shape.length - rank + i] : x.dims()[2 + i] * strides[i];
                int total = Math.max(0, full - out[i]);
                pads[i] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
            } else {
                out[i] = full - pads[i] - pads[rank + i];
            }
        }
        int inPerGroup = x.dims()[1] / groups;
        int outPerGroup = w.dims()[1];
        int[] dims = with(x.dims()[0], groups * outPerGroup, out);
        double[] sums = new double[Array.size(dims)];
        Array frame = new Array(x.type(), dims, sums);
        Array.build(x.type(), x.dims(), p -> {
            double value = x.at(p);
            int group = p[1] / inPerGroup;
            Array.build(x.type(), with(1, outPerGroup, Arrays.copyOfRange(w.dims(), 2, 2 + rank)), k -> {
                int[] at = p.clone();
                at[1] = group * outPerGroup + k[1];
                int[] wAt = k.clone();
                wAt[0] = p[1];
                for (int i = 0; i < rank; i++) {
                    at[2 + i] = p[2 + i] * strides[i] - pads[i] + k[2 + i] * dilations[i];
                    if (at[2 + i] < 0 || at[2 + i] >= out[i]) {
                        return 0;
                    }
                }
                sums[frame.index(at)] += value * w.values()[w.index(wAt)];
                return 0;
            });
            return 0;
        });
        return bias(c, frame);
    }

    private static Array averagePool(Call c) {
        Array x = c.in(0);
        int[] in = spatial(x);
        Geometry g = new Geometry(c, c.ints("kernel_shape", new int[0]), in);
        boolean withPads = c.integer("count_include_pad", 0) != 0;
        return Array.build(x.type(), with(x.dims()[0], x.dims()[1], g.out), p -> {
            double[] sum = {0, 0};
            Array.build(x.type(), g.kernel, k -> {
                int[] at = place(g, p, k);
                boolean inside = inside(at, i -> 0, i -> in[i]);
                boolean counted = withPads ? inside(at, i -> -g.begin[i], i -> in[i] + g.end[i]) : inside;
                sum[0] += inside ? x.values()[x.index(at)] : 0;
                sum[1] += counted ? 1 : 0;
                return 0;
            });
            return sum[0] / sum[1];
        });
    }

    static List<Array> maxPool(Call c) {
        Array x = c.in(0);
        int[] in = spatial(x);
        Geometry g = new Geometry(c, c.ints("kernel_shape", new int[0]), in);
        int[] dims = with(x.dims()[0], x.dims()[1], g.out);
        Array places = Array.build(ElementType.INT64, dims, p -> {
            int[] best = {-1};
            Array.build(x.type(), g.kernel, k -> {
                int[] at = place(g, p, k);
                if (inside(at, i -> 0, i -> in[i]) && (best[0] < 0 || x.values()[x.index(at)] > x.values()[best[0]])) {
                    best[0] = x.index(at);
                }
                return 0;
            });
            return best[0];
        });
        return List.of(
                new Array(
                        x.type(),
                        dims,
                        Arrays.stream(places.values())
                                .map(v -> x.values()[(int) v])
                                .toArray()),
                c.integer("storage_order", 0) == 0 ? places : columnMajor(x, places));
    }

    /** Places counted through the input with the first spatial axis running fastest. */
    private static Array columnMajor(Array x, Array places) {
        int pixels = Array.size(spatial(x));
        return places.map(v -> {
            int rest = (int) v % pixels;
            double place = 0;
            int stride = pixels;
            for (int d = x.rank() - 1; d >= 2; d--) {
                stride /= x.dims()[d];
                place += (double) (rest % x.dims()[d]) * stride;
                rest /= x.dims()[d];
            }
            int image = (int) v / pixels;
            return (double) image * pixels + place;
        });
    }

    private static int[] place(Geometry g, int[] p, int[] k) {
        int[] at = p.clone();
        for (int i = 0; i < g.rank; i++) {
            at[2 + i] = g.source(i, p[2 + i], k[i]);
        }
        return at;
    }

    private static boolean inside(int[] at, IntUnaryOperator from, IntUnaryOperator to) {
        return IntStream.range(0, at.length - 2)
                .allMatch(i -> at[2 + i] >= from.applyAsInt(i) && at[2 + i] < to.applyAsInt(i));
    }

    private static Array bias(Call c, Array y) {
        return c.optional(2)
                .map(b -> Array.build(y.type(), y.dims(), p -> y.at(p) + b.values()[p[1]]))
                .orElse(y);
    }

    private static int[] spatial(Array x) {
        return Arrays.copyOfRange(x.dims(), 2, x.rank());
    }

    private static int[] with(int n, int channels, int[] spatial) {
        int[] dims = new int[spatial.length + 2];
        dims[0] = n;
        dims[1] = channels;
        System.arraycopy(spatial, 0, dims, 2, spatial.length);
        return dims;
    }
}
