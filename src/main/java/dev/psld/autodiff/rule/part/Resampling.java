package dev.psld.autodiff.rule.part;

import dev.psld.graph.Attributes;
import java.util.Arrays;

/**
 * The linear map by which Resize makes one axis from another: a matrix with a row for each output element. Immutable by
 * convention.
 */
public final class Resampling {
    private final double[][] matrix;

    private Resampling(double[][] matrix) {
        this.matrix = matrix;
    }

    public double[][] matrix() {
        return matrix;
    }

    /**
     * The map of one axis.
     *
     * @param scale output length over input length, as the node gives it (it need not be the quotient of the lengths)
     * @param from start of the region of interest and {@code to} its end, both relative to the input
     */
    public static Resampling of(Attributes attributes, int in, int out, float scale, float from, float to) {
        Coordinates coordinates = new Coordinates(
                attributes.text("coordinate_transformation_mode", "half_pixel"), in, out, scale, from, to);
        String mode = attributes.text("mode", "nearest");
        double[][] matrix = new double[out][];
        for (int o = 0; o < out; o++) {
            float at = coordinates.source(o);
            boolean outside = coordinates.extrapolates() && (at < 0 || at > in - 1);
            matrix[o] = outside
                    ? new double[in]
                    : mode.equals("nearest")
                            ? nearest(attributes.text("nearest_mode", "round_prefer_floor"), at, in)
                            : filtered(attributes, mode, at, in, scale);
        }
        return new Resampling(matrix);
    }

    private static double[] nearest(String mode, double at, int in) {
        double index = switch (mode) {
            case "floor" -> Math.floor(at);
            case "ceil" -> Math.ceil(at);
            case "round_prefer_ceil" -> Math.floor(at + 0.5);
            default -> Math.ceil(at - 0.5);
        };
        double[] row = new double[in];
        row[(int) Math.max(0, Math.min(in - 1, index))] = 1;
        return row;
    }

    private static double[] filtered(Attributes attributes, String mode, double at, int in, double scale) {
        Kernel kernel =
                mode.equals("cubic") ? new Kernel(2, attributes.real("cubic_coeff_a", -0.75f)) : new Kernel(1, 0);
        boolean antialias = attributes.integer("antialias", 0) != 0 && scale < 1;
        boolean drop = attributes.integer("exclude_outside", 0) != 0;
        double narrow = antialias ? scale : 1;
        double[] row = new double[in];
        double total = 0;
        long first = (long) Math.floor(at - kernel.reach() / narrow);
        long last = (long) Math.ceil(at + kernel.reach() / narrow);
        for (long i = first; i <= last; i++) {
            double weight = kernel.at((i - at) * narrow);
            boolean inside = i >= 0 && i < in;
            if (inside || !drop) {
                row[(int) Math.max(0, Math.min(in - 1, i))] += weight;
                total += weight;
            }
        }
        double sum = total;
        return Arrays.stream(row).map(w -> w / sum).toArray();
    }

    /** True when every output element k·i … k·i + k − 1 is a copy of input element i. */
    public boolean repeats() {
        int in = matrix[0].length;
        int out = matrix.length;
        if (out % in != 0) {
            return false;
        }
        for (int o = 0; o < out; o++) {
            if (matrix[o][o / (out / in)] != 1) {
                return false;
            }
        }
        return true;
    }

    public boolean isIdentity() {
        return matrix.length == matrix[0].length && repeats();
    }

    /** The elements of the transposed matrix row by row. */
    public double[] transposed() {
        int out = matrix.length;
        int in = matrix[0].length;
        double[] all = new double[out * in];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                all[i * out + o] = matrix[o][i];
            }
        }
        return all;
    }

    /** The triangle (reach 1) or the cubic convolution kernel (reach 2) with its free coefficient. */
    private record Kernel(double reach, double a) {
        double at(double signed) {
            double t = Math.abs(signed);
            if (reach == 1) {
                return Math.max(0, 1 - t);
            }
            if (t <= 1) {
                return ((a + 2) * t - (a + 3)) * t * t + 1;
            }
            return t < 2 ? ((t - 5) * t + 8) * t * a - 4 * a : 0;
        }
    }
}
