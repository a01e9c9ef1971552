package dev.psld.picture;

import dev.psld.picture.codec.Chromaticities;
import dev.psld.picture.codec.Colour;
import dev.psld.picture.codec.Transfer;

/** Brings colours that are told by primaries and a curve to sRGB. Immutable and thread-safe. */
final class CodedColour {
    private static final int TOP = 65535;

    private final float[] light = new float[TOP + 1];
    private final double[][] matrix;
    private final int bands;

    /** @param bands 1 for grey, of which only the curve counts; else 3 */
    CodedColour(Colour.Coded coded, int bands) {
        this.bands = bands;
        this.matrix = coded.primaries().equals(Chromaticities.SRGB)
                ? new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}
                : coded.primaries().toSrgb();
        for (int i = 0; i <= TOP; i++) {
            light[i] = (float) coded.transfer().toLight((double) i / TOP);
        }
    }

    /** True when no colour moves by half an 8-bit step. */
    boolean isSrgb() {
        int levels = bands == 1 ? 256 : 9;
        int n = (int) Math.pow(levels, bands);
        float[] probe = new float[bands * n];
        for (int i = 0; i < n; i++) {
            int rest = i;
            for (int b = 0; b < bands; b++) {
                probe[b * n + i] = (float) (rest % levels) / (levels - 1);
                rest /= levels;
            }
        }
        float[] seen = toSrgb(probe.clone());
        for (int i = 0; i < seen.length; i++) {
            if (Math.abs(seen[i] - probe[i]) > 0.5 / 255) {
                return false;
            }
        }
        return true;
    }

    /** Turns planes of values in [0, 1] into planes of sRGB values, in the same array; what lies outside of sRGB is cut channel by channel. */
    float[] toSrgb(float[] planes) {
        int n = planes.length / bands;
        double[] in = new double[bands];
        for (int i = 0; i < n; i++) {
            for (int b = 0; b < bands; b++) {
                in[b] = light[Math.round(planes[b * n + i] * TOP)];
            }
            for (int b = 0; b < bands; b++) {
                double sum = bands == 1 ? in[0] : matrix[b][0] * in[0] + matrix[b][1] * in[1] + matrix[b][2] * in[2];
                planes[b * n + i] = (float) Transfer.SrgbCurve.toCoded(Math.max(0, Math.min(1, sum)));
            }
        }
        return planes;
    }
}
