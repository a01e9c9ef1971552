package dev.psld.autodiff.reference;

import java.util.Arrays;

/** Reading between elements: grids, moved convolutions, regions. Stateless. */
final class SamplingKernels {
    private static final double CUBIC = -0.75;

    private SamplingKernels() {}

    static void register(ReferenceInterpreter.Registry r) {
        r.put("GridSample", SamplingKernels::grid);
        r.put("DeformConv", SamplingKernels::deformed);
        r.put("RoiAlign", SamplingKernels::aligned);
        r.put("MaxRoiPool", SamplingKernels::pooled);
    }

    private static Array grid(Call c) {
        Array x = c.in(0);
        Array grid = c.in(1);
        int rank = x.rank() - 2;
        boolean corners = c.integer("align_corners", 0) != 0;
        String mode = c.attributes().text("mode", "linear");
        String padding = c.attributes().text("padding_mode", "zeros");
        int[] dims = grid.dims().clone();
        dims[rank + 1] = x.dims()[1];
        Array last = Array.build(x.type(), dims, p -> {
            double[] at = new double[rank];
            int[] place = p.clone();
            for (int i = 0; i < rank; i++) {
                place[rank + 1] = rank - 1 - i;
                int n = x.dims()[2 + i];
                double g = grid.at(place);
                at[i] = corners ? (g + 1) / 2 * (n - 1) : ((g + 1) * n - 1) / 2;
            }
            if (mode.endsWith("cubic")) {
                double sum = 0;
                for (int a = -1; a <= 2; a++) {
                    for (int b = -1; b <= 2; b++) {
                        double[] tap = {Math.floor(at[0]) + a, Math.floor(at[1]) + b};
                        double weight = share(at[0] - tap[0]) * share(at[1] - tap[1]);
                        sum += weight * read(x, p[0], p[rank + 1], padded(x, tap, padding, corners));
                    }
                }
                return sum;
            }
            double[] kept = padded(x, at, padding, corners);
            return mode.equals("nearest")
                    ? read(
                            x,
                            p[0],
                            p[rank + 1],
                            Arrays.stream(kept).map(Math::rint).toArray())
                    : linear(x, p[0], p[rank + 1], kept);
        });
        int[] perm = new int[rank + 2];
        perm[1] = rank + 1;
        for (int i = 0; i < rank; i++) {
            perm[2 + i] = 1 + i;
        }
        return LayoutKernels.transpose(last, perm);
    }

    private static double share(double signed) {
        double t = Math.abs(signed);
        if (t <= 1) {
            return ((CUBIC + 2) * t - (CUBIC + 3)) * t * t + 1;
        }
        return t < 2 ? ((t - 5) * t + 8) * t * CUBIC - 4 * CUBIC : 0;
    }

    private static double[] padded(Array x, double[] at, String padding, boolean corners) {
        double[] kept = at.clone();
        for (int i = 0; i < at.length; i++) {
            int n = x.dims()[2 + i];
            if (padding.equals("reflection")) {
                double low = corners ? 0 : -0.5;
                double high = corners ? n - 1 : n - 0.5;
                while (high > low && (kept[i] < low || kept[i] > high)) {
                    kept[i] = kept[i] < low ? 2 * low - kept[i] : 2 * high - kept[i];
                }
            }
            if (!padding.equals("zeros")) {
                kept[i] = Math.max(0, Math.min(n - 1, kept[i]));
            }
        }
        return kept;
    }

    /** The element at a whole place; 0 outside. */
    private static double read(Array x, int batch, int channel, double... at) {
        int[] place = new int[x.rank()];
        place[0] = batch;
        place[1] = channel;
        for (int i = 0; i < at.length; i++) {
            place[2 + i] = (int) at[i];
            if (at[i] < 0 || at[i] > x.dims()[2 + i] - 1) {
                return 0;
            }
        }
        return x.at(place);
    }

    private static double linear(Array x, int batch, int channel, double... at) {
        double sum = 0;
        for (int corner = 0; corner < 1 << at.length; corner++) {
            double weight = 1;
            double[] place = new double[at.length];
            for (int i = 0; i < at.length; i++) {
                int up = corner >> i & 1;
                place[i] = Math.floor(at[i]) + up;
                double rest = at[i] - Math.floor(at[i]);
                weight *= up == 1 ? rest : 1 - rest;
            }
            sum += weight * read(x, batch, channel, place);
        }
        return sum;
    }

    private static Array deformed(Call c) {
        Array x = c.in(0);
        Array w = c.in(1);
        Array offset = c.in(2);
        int groups = c.integer("group", 1);
        int offsets = c.integer("offset_group", 1);
        int[] strides = c.ints("strides", new int[] {1, 1});
        int[] dilations = c.ints("dilations", new int[] {1, 1});
        int[] pads = c.ints("pads", new int[4]);
        int kh = w.dims()[2];
        int kw = w.dims()[3];
        int[] dims = {x.dims()[0], w.dims()[0], offset.dims()[2], offset.dims()[3]};
        return Array.build(x.type(), dims, p -> {
            double sum = c.optional(3).map(b -> b.values()[p[1]]).orElse(0.0);
            int first = p[1] / (w.dims()[0] / groups) * w.dims()[1];
            for (int i = 0; i < w.dims()[1]; i++) {
                int channel = first + i;
                int group = channel / (x.dims()[1] / offsets);
                for (int a = 0; a < kh; a++) {
                    for (int b = 0; b < kw; b++) {
                        int tap = (group * kh * kw + a * kw + b);
                        double y =
                                p[2] * strides[0] - pads[0] + a * dilations[0] + offset.at(p[0], 2 * tap, p[2], p[3]);
                        double z = p[3] * strides[1]
                                - pads[1]
                                + b * dilations[1]
                                + offset.at(p[0], 2 * tap + 1, p[2], p[3]);
                        double mask = c.optional(4)
                                .map(m -> m.at(p[0], tap, p[2], p[3]))
                                .orElse(1.0);
                        sum += w.at(p[1], i, a, b) * mask * linear(x, p[0], channel, y, z);
                    }
                }
            }
            return sum;
        });
    }

    private static Array aligned(Call c) {
        Array x = c.in(0);
        Array rois = c.in(1);
        int height = c.integer("output_height", 1);
        int width = c.integer("output_width", 1);
        int ratio = c.integer("sampling_ratio", 0);
        double scale = c.real("spatial_scale", 1);
        boolean half = c.opset() >= 16
                && c.attributes()
                        .text("coordinate_transformation_mode", "half_pixel")
                        .equals("half_pixel");
        boolean max = c.attributes().text("mode", "avg").equals("max");
        int[] dims = {rois.dims()[0], x.dims()[1], height, width};
        return Array.build(x.type(), dims, p -> {
            double shift = half ? 0.5 : 0;
            double left = rois.at(p[0], 0) * scale - shift;
            double top = rois.at(p[0], 1) * scale - shift;
            double wide = rois.at(p[0], 2) * scale - shift - left;
            double high = rois.at(p[0], 3) * scale - shift - top;
            if (!half) {
                wide = Math.max(1, wide);
                high = Math.max(1, high);
            }
            int rows = ratio > 0 ? ratio : (int) Math.ceil(high / height);
            int columns = ratio > 0 ? ratio : (int) Math.ceil(wide / width);
            double sum = 0;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double y = top + (p[2] + (i + 0.5) / rows) * high / height;
                    double z = left + (p[3] + (j + 0.5) / columns) * wide / width;
                    int batch = (int) c.in(2).values()[p[0]];
                    boolean outside = y < -1 || y > x.dims()[2] || z < -1 || z > x.dims()[3];
                    double inY = Math.min(x.dims()[2] - 1, Math.max(0, y));
                    double inZ = Math.min(x.dims()[3] - 1, Math.max(0, z));
                    double lowY = Math.min(Math.floor(inY), x.dims()[2] - 1);
                    double lowZ = Math.min(Math.floor(inZ), x.dims()[3] - 1);
                    for (int corner = 0; corner < 4; corner++) {
                        double atY = Math.min(x.dims()[2] - 1, lowY + Math.floorDiv(corner, 2));
                        double atZ = Math.min(x.dims()[3] - 1, lowZ + corner % 2);
                        double share = (corner / 2 == 0 ? 1 - (inY - lowY) : inY - lowY)
                                * (corner % 2 == 0 ? 1 - (inZ - lowZ) : inZ - lowZ);
                        double value = outside ? 0 : share * read(x, batch, p[1], atY, atZ);
                        sum += value;
                        most = Math.max(most, value);
                    }
                }
            }
            return max ? most : sum / (rows * columns);
        });
    }

    private static Array pooled(Call c) {
        Array x = c.in(0);
        int[] shape = c.ints("pooled_shape", new int[0]);
        double scale = c.real("spatial_scale", 1);
        Array rois = c.in(1);
        int[] dims = {rois.dims()[0], x.dims()[1], shape[0], shape[1]};
        return Array.build(x.type(), dims, p -> {
            long left = Math.round(rois.at(p[0], 1) * scale);
            long top = Math.round(rois.at(p[0], 2) * scale);
            long wide = Math.max(1, Math.round(rois.at(p[0], 3) * scale) - left + 1);
            long high = Math.max(1, Math.round(rois.at(p[0], 4) * scale) - top + 1);
            double most = Double.NEGATIVE_INFINITY;
            for (long y = top + (long) Math.floor(p[2] * high / (double) shape[0]);
                    y < top + Math.ceil((p[2] + 1) * high / (double) shape[0]);
                    y++) {
                for (long z = left + (long) Math.floor(p[3] * wide / (double) shape[1]);
                        z < left + Math.ceil((p[3] + 1) * wide / (double) shape[1]);
                        z++) {
                    if (y >= 0 && y < x.dims()[2] && z >= 0 && z < x.dims()[3]) {
                        most = Math.max(most, x.at((int) rois.at(p[0], 0), p[1], (int) y, (int) z));
                    }
                }
            }
            return Double.isInfinite(most) ? 0 : most;
        });
    }
}
