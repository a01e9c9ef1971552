package dev.psld.autodiff.reference;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Resize as the specification words it: for every output element its source place and its taps, axis by axis. Places are in
 * single precision, as in ONNX Runtime. Stateless.
 */
final class ResizeKernel {
    private ResizeKernel() {}

    static Array run(Call c) {
        Array x = c.in(0);
        int rank = x.rank();
        int[] axes = Call.axes(c.ints("axes", Call.range(0, rank)), rank);
        double[] scales = c.optional(2).map(Array::values).orElse(new double[0]);
        double[] sizes = c.optional(3).map(Array::values).orElse(new double[0]);
        double[] roi = c.optional(1).map(Array::values).orElse(new double[0]);
        String policy = c.attributes().text("keep_aspect_ratio_policy", "stretch");
        DoubleStream ratios = IntStream.range(0, sizes.length).mapToDouble(i -> (float) sizes[i] / x.dims()[axes[i]]);
        float common = sizes.length == 0 || policy.equals("stretch")
                ? 0
                : (float) (policy.equals("not_larger") ? ratios.min() : ratios.max()).orElseThrow();
        Array result = x;
        for (int i = 0; i < axes.length; i++) {
            int in = x.dims()[axes[i]];
            int out = sizes.length > 0 ? (int) sizes[i] : (int) (in * (float) scales[i]);
            float scale = sizes.length > 0 ? (float) out / in : (float) scales[i];
            if (common > 0) {
                scale = common;
                out = (int) Math.floor(in * common + 0.5);
            }
            float start = roi.length > 0 ? (float) roi[i] : 0;
            float end = roi.length > 0 ? (float) roi[axes.length + i] : 1;
            result = axis(c, result, axes[i], out, scale, start, end);
        }
        return result;
    }

    private static Array axis(Call c, Array x, int axis, int out, float scale, float start, float end) {
        int in = x.dims()[axis];
        int[] dims = x.dims().clone();
        dims[axis] = out;
        String coordinates = c.attributes().text("coordinate_transformation_mode", "half_pixel");
        return Array.build(x.type(), dims, p -> {
            int o = p[axis];
            float source = source(coordinates, o, in, out, scale, start, end);
            if (coordinates.equals("tf_crop_and_resize") && (source < 0 || source > in - 1)) {
                return c.real("extrapolation_value", 0);
            }
            return switch (c.attributes().text("mode", "nearest")) {
                case "nearest" -> element(x, p, axis, nearest(c, source));
                case "linear" -> linear(c, x, p, axis, source, scale);
                default -> cubic(c, x, p, axis, source, scale);
            };
        });
    }

    private static float source(String mode, int o, int in, int out, float scale, float start, float end) {
        return switch (mode) {
            case "asymmetric" -> o / scale;
            case "align_corners" -> out == 1 ? 0 : (float) o * (in - 1) / (out - 1);
            case "pytorch_half_pixel" -> out == 1 ? 0 : (o + 0.5f) / scale - 0.5f;
            // An axis that keeps its length is left alone, or batch and channels would be moved by half an element.
            case "tf_half_pixel_for_nn" -> scale == 1 ? o : (o + 0.5f) / scale;
            case "tf_crop_and_resize" ->
                out == 1
                        ? 0.5f * (start + end) * (in - 1)
                        : start * (in - 1) + o * (end - start) * (in - 1) / (out - 1);
            case "half_pixel_symmetric" -> in / 2f - in / 2f * out / (scale * in) + (o + 0.5f) / scale - 0.5f;
            default -> (o + 0.5f) / scale - 0.5f;
        };
    }

    private static int nearest(Call c, double source) {
        return (int)
                switch (c.attributes().text("nearest_mode", "round_prefer_floor")) {
                    case "floor" -> Math.floor(source);
                    case "ceil" -> Math.ceil(source);
                    case "round_prefer_ceil" -> Math.floor(source + 0.5);
                    default -> Math.ceil(source - 0.5);
                };
    }

    private static double element(Array x, int[] p, int axis, int i) {
        int[] at = p.clone();
        at[axis] = Math.max(0, Math.min(x.dims()[axis] - 1, i));
        return x.values()[x.index(at)];
    }

    private static double linear(Call c, Array x, int[] p, int axis, double source, double scale) {
        if (c.integer("antialias", 0) != 0 && scale < 1) {
            return antialiased(c, x, p, axis, source, 1 / scale, t -> Math.max(0, 1 - t), scale);
        }
        double clamped = Math.max(0, Math.min(x.dims()[axis] - 1, source));
        int low = (int) Math.floor(clamped);
        double part = clamped - low;
        return element(x, p, axis, low) * (1 - part) + element(x, p, axis, low + 1) * part;
    }

    private static double cubic(Call c, Array x, int[] p, int axis, double source, double scale) {
        double a = c.real("cubic_coeff_a", -0.75f);
        if (c.integer("antialias", 0) != 0 && scale < 1) {
            return antialiased(c, x, p, axis, source, 2 / scale, t -> keys(t, a), scale);
        }
        int low = (int) Math.floor(source);
        double r = source - low;
        double[] w = {keys(1 + r, a), keys(r, a), keys(1 - r, a), keys(2 - r, a)};
        if (c.integer("exclude_outside", 0) != 0) {
            for (int k = 0; k < 4; k++) {
                int i = low - 1 + k;
                w[k] = i < 0 || i >= x.dims()[axis] ? 0 : w[k];
            }
            double total = Arrays.stream(w).sum();
            w = Arrays.stream(w).map(v -> v / total).toArray();
        }
        double sum = 0;
        for (int k = 0; k < 4; k++) {
            sum += w[k] * element(x, p, axis, low - 1 + k);
        }
        return sum;
    }

    private static double keys(double t, double a) {
        if (t <= 1) {
            return (a + 2) * t * t * t - (a + 3) * t * t + 1;
        }
        return t < 2 ? a * t * t * t - 5 * a * t * t + 8 * a * t - 4 * a : 0;
    }

    private static double antialiased(
            Call c,
            Array x,
            int[] p,
            int axis,
            double source,
            double reach,
            java.util.function.DoubleUnaryOperator filter,
            double scale) {
        double sum = 0;
        double total = 0;
        for (int i = (int) Math.floor(source - reach); i <= source + reach; i++) {
            double distance = Math.abs(i - source);
            boolean outside = i < 0 || i >= x.dims()[axis];
            if (distance < reach && !(outside && c.integer("exclude_outside", 0) != 0)) {
                double weight = filter.applyAsDouble(distance * scale);
                sum += weight * element(x, p, axis, i);
                total += weight;
            }
        }
        return sum / total;
    }
}
