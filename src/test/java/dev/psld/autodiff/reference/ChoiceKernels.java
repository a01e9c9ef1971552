package dev.psld.autodiff.reference;

import dev.psld.autodiff.reference.ReferenceInterpreter.Registry;
import dev.psld.graph.ElementType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Operators that choose, turn round, crop and put back elements. Stateless. */
final class ChoiceKernels {
    private ChoiceKernels() {}

    static void register(Registry r) {
        r.put("Compress", c -> {
            double[] condition = c.in(1).values();
            boolean flat = !c.attributes().has("axis");
            Array x = flat ? c.in(0).shaped(c.in(0).values().length) : c.in(0);
            int axis = flat ? 0 : axis(c, "axis", 0, x.rank());
            int[] chosen = IntStream.range(0, condition.length)
                    .filter(i -> condition[i] != 0)
                    .toArray();
            int[] dims = x.dims().clone();
            dims[axis] = chosen.length;
            return Array.build(x.type(), dims, p -> x.at(moved(p, axis, chosen[p[axis]])));
        });
        r.put("ReverseSequence", c -> {
            Array x = c.in(0);
            int batch = c.integer("batch_axis", 1);
            int time = c.integer("time_axis", 0);
            return Array.build(x.type(), x.dims(), p -> {
                int length = (int) c.in(1).values()[p[batch]];
                return x.at(p[time] < length ? moved(p, time, length - 1 - p[time]) : p);
            });
        });
        r.put("CenterCropPad", c -> {
            Array x = c.in(0);
            int[] all = Call.range(0, x.rank());
            int[] axes = Call.axes(c.ints("axes", all), x.rank());
            int[] dims = x.dims().clone();
            for (int i = 0; i < axes.length; i++) {
                dims[axes[i]] = (int) c.in(1).values()[i];
            }
            return Array.build(x.type(), dims, p -> {
                int[] at = p.clone();
                for (int d = 0; d < at.length; d++) {
                    int crop = x.dims()[d] - dims[d];
                    at[d] += crop >= 0 ? crop / 2 : -(-crop / 2);
                    if (at[d] < 0 || at[d] >= x.dims()[d]) {
                        return 0;
                    }
                }
                return x.at(at);
            });
        });
        r.put("DequantizeLinear", c -> {
            Array x = c.in(0);
            int axis = axis(c, "axis", 1, Math.max(1, x.rank()));
            int block = Math.max(1, c.integer("block_size", 0));
            return Array.build(c.in(1).type(), x.dims(), p -> {
                int[] at = c.in(1).rank() == x.rank()
                        ? moved(p, axis, p[axis] / block)
                        : c.in(1).rank() == 0 ? new int[0] : new int[] {c.in(1).values().length == 1 ? 0 : p[axis]};
                double zero = c.optional(2).map(z -> z.at(at)).orElse(0.0);
                return (x.at(p) - zero) * c.in(1).at(at);
            });
        });
        r.put("MaxUnpool", c -> {
            Array x = c.in(0);
            int[] kernel = c.ints("kernel_shape", new int[0]);
            int[] strides = c.ints("strides", Call.repeat(1, kernel.length));
            int[] pads = c.ints("pads", new int[2 * kernel.length]);
            int[] dims = x.dims().clone();
            for (int i = 0; i < kernel.length; i++) {
                dims[2 + i] = (dims[2 + i] - 1) * strides[i] + kernel[i] - pads[i] - pads[kernel.length + i];
            }
            int[] whole = c.optional(2).map(Array::ints).orElse(dims);
            double[] values = new double[Array.size(whole)];
            for (int i = 0; i < x.values().length; i++) {
                values[(int) c.in(1).values()[i]] = x.values()[i];
            }
            return new Array(x.type(), whole, values);
        });
        r.put("TensorScatter", c -> {
            Array cache = c.in(0);
            Array update = c.in(1);
            int axis = axis(c, "axis", -2, cache.rank());
            boolean ring = c.attributes().text("mode", "linear").equals("circular");
            double[] values = cache.values().clone();
            Array.build(cache.type(), update.dims(), p -> {
                int start = c.optional(2).map(i -> (int) i.values()[p[0]]).orElse(0);
                int to = start + p[axis];
                values[cache.index(moved(p, axis, ring ? to % cache.dims()[axis] : to))] = update.at(p);
                return 0;
            });
            return new Array(cache.type(), cache.dims(), values);
        });
        r.put("Col2Im", ChoiceKernels::columnsToImage);
        r.put("Det", c -> {
            Array x = c.in(0);
            int n = x.dims()[x.rank() - 1];
            double[] dets = new double[x.values().length / n / n];
            for (int b = 0; b < dets.length; b++) {
                double[][] m = new double[n][];
                for (int i = 0; i < n; i++) {
                    m[i] = Arrays.copyOfRange(x.values(), (b * n + i) * n, (b * n + i + 1) * n);
                }
                dets[b] = determinant(m);
            }
            return new Array(x.type(), Arrays.copyOf(x.dims(), x.rank() - 2), dets);
        });
    }

    /** By expansion along the first row. */
    private static double determinant(double[][] m) {
        if (m.length == 0) {
            return 1;
        }
        double sum = 0;
        for (int j = 0; j < m.length; j++) {
            double[][] minor = new double[m.length - 1][m.length - 1];
            for (int i = 1; i < m.length; i++) {
                for (int k = 0; k < m.length - 1; k++) {
                    minor[i - 1][k] = m[i][k < j ? k : k + 1];
                }
            }
            sum += (j % 2 == 0 ? 1 : -1) * m[0][j] * determinant(minor);
        }
        return sum;
    }

    private static Array columnsToImage(Call c) {
        Array x = c.in(0);
        int[] image = c.in(1).ints();
        int[] block = c.in(2).ints();
        int rank = image.length;
        int[] strides = c.ints("strides", Call.repeat(1, rank));
        int[] dilations = c.ints("dilations", Call.repeat(1, rank));
        int[] pads = c.ints("pads", new int[2 * rank]);
        int[] counts = new int[rank];
        for (int i = 0; i < rank; i++) {
            counts[i] = (image[i] + pads[i] + pads[rank + i] - dilations[i] * (block[i] - 1) - 1) / strides[i] + 1;
        }
        int each = Array.size(block);
        int[] dims = new int[rank + 2];
        dims[0] = x.dims()[0];
        dims[1] = x.dims()[1] / each;
        System.arraycopy(image, 0, dims, 2, rank);
        double[] sums = new double[Array.size(dims)];
        Array frame = new Array(x.type(), dims, sums);
        Array.build(x.type(), x.dims(), p -> {
            int[] at = new int[rank + 2];
            at[0] = p[0];
            at[1] = p[1] / each;
            int tap = p[1] % each;
            int column = p[2];
            for (int i = rank - 1; i >= 0; i--) {
                at[2 + i] = column % counts[i] * strides[i] - pads[i] + tap % block[i] * dilations[i];
                column /= counts[i];
                tap /= block[i];
                if (at[2 + i] < 0 || at[2 + i] >= image[i]) {
                    return 0;
                }
            }
            sums[frame.index(at)] += x.at(p);
            return 0;
        });
        return frame;
    }

    static List<Array> topK(Call c) {
        Array x = c.in(0);
        int axis = axis(c, "axis", -1, x.rank());
        int count = (int) c.in(1).values()[0];
        double sign = c.integer("largest", 1) != 0 ? -1 : 1;
        int[] dims = x.dims().clone();
        dims[axis] = count;
        Array places = Array.build(
                ElementType.INT64,
                dims,
                p -> IntStream.range(0, x.dims()[axis])
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> sign * x.at(moved(p, axis, i))))
                        .skip(p[axis])
                        .findFirst()
                        .orElseThrow());
        return List.of(Array.build(x.type(), dims, p -> x.at(moved(p, axis, (int) places.at(p)))), places);
    }

    private static int[] moved(int[] p, int axis, int to) {
        int[] at = p.clone();
        at[axis] = to;
        return at;
    }

    private static int axis(Call c, String name, int otherwise, int rank) {
        return Call.axes(new int[] {c.integer(name, otherwise)}, rank)[0];
    }
}
