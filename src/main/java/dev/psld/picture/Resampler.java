package dev.psld.picture;

import java.util.Arrays;
import java.util.Optional;

/**
 * Separable resampling of planar pictures, pixel centres at half-integers, borders by renormalised weights.
 * Stateless and thread-safe.
 */
public enum Resampler {
    /** Mean over exactly the area that a new pixel covers: for scaling down. */
    AREA {
        @Override
        double[] weights(double centre, double scale, int first, int count) {
            double half = Math.max(scale, 1) / 2;
            double[] w = new double[count];
            for (int k = 0; k < count; k++) {
                int pixel = first + k;
                w[k] = Math.max(0, Math.min(pixel + 1, centre + half) - Math.max(pixel, centre - half));
            }
            return w;
        }

        @Override
        double support() {
            return 0.5;
        }
    },

    /** Keys' cubic convolution with a = -1/2, widened by the scale when it shrinks (as PIL and MATLAB do). */
    BICUBIC {
        @Override
        double[] weights(double centre, double scale, int first, int count) {
            double widen = Math.max(scale, 1);
            double[] w = new double[count];
            for (int k = 0; k < count; k++) {
                w[k] = keys((first + k + 0.5 - centre) / widen);
            }
            return w;
        }

        @Override
        double support() {
            return 2;
        }

        private double keys(double t) {
            double x = Math.abs(t);
            if (x < 1) {
                return (1.5 * x - 2.5) * x * x + 1;
            }
            return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
        }
    };

    /** What one new pixel is made of: weights, which sum to 1, of the old pixels from {@code first} on. */
    @SuppressWarnings("ArrayRecordComponent")
    record Taps(int first, double[] weights) {}

    abstract double[] weights(double centre, double scale, int first, int count);

    /** Half-width of the filter in new pixels. */
    abstract double support();

    /** The taps of every new pixel along one axis. */
    Taps[] taps(int size, int newSize) {
        double scale = (double) size / newSize;
        double reach = support() * Math.max(scale, 1);
        Taps[] taps = new Taps[newSize];
        for (int i = 0; i < newSize; i++) {
            double centre = (i + 0.5) * scale;
            int first = (int) Math.max(0, Math.floor(centre - reach));
            int last = (int) Math.min(size, Math.ceil(centre + reach));
            double[] w = weights(centre, scale, first, last - first);
            double sum = 0;
            for (double v : w) {
                sum += v;
            }
            for (int k = 0; k < w.length; k++) {
                w[k] /= sum;
            }
            taps[i] = new Taps(first, w);
        }
        return taps;
    }

    /** {@code channels} planes of height×width to newHeight×newWidth; the same size comes back bit for bit. */
    public float[] resize(float[] planes, int channels, int height, int width, int newHeight, int newWidth) {
        if (height == newHeight && width == newWidth) {
            return planes.clone();
        }
        float[] wide = alongRows(planes, channels * height, width, newWidth);
        return alongColumns(wide, channels, height, newHeight, newWidth);
    }

    /** The picture and its alpha at another size; cubic overshoot is cut to the range. */
    public Picture resize(Picture picture, int width, int height) {
        if (picture.width() == width && picture.height() == height) {
            return picture;
        }
        float[] samples =
                resize(picture.ownSamples(), Picture.CHANNELS, picture.height(), picture.width(), height, width);
        cut(samples, -1f);
        Optional<float[]> alpha =
                picture.ownAlpha().map(a -> resize(a, 1, picture.height(), picture.width(), height, width));
        alpha.ifPresent(a -> cut(a, 0f));
        return Picture.owning(width, height, samples, alpha, picture.origin());
    }

    private static void cut(float[] values, float low) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(low, Math.min(1f, values[i]));
        }
    }

    private float[] alongRows(float[] in, int rows, int width, int newWidth) {
        Taps[] taps = taps(width, newWidth);
        float[] out = new float[Math.multiplyExact(rows, newWidth)];
        for (int row = 0; row < rows; row++) {
            for (int x = 0; x < newWidth; x++) {
                double sum = 0;
                double[] w = taps[x].weights();
                int from = row * width + taps[x].first();
                for (int k = 0; k < w.length; k++) {
                    sum += w[k] * in[from + k];
                }
                out[row * newWidth + x] = (float) sum;
            }
        }
        return out;
    }

    private float[] alongColumns(float[] in, int channels, int height, int newHeight, int width) {
        Taps[] taps = taps(height, newHeight);
        float[] out = new float[Math.multiplyExact(channels * newHeight, width)];
        double[] sums = new double[width];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < newHeight; y++) {
                double[] w = taps[y].weights();
                Arrays.fill(sums, 0);
                for (int k = 0; k < w.length; k++) {
                    int from = (c * height + taps[y].first() + k) * width;
                    for (int x = 0; x < width; x++) {
                        sums[x] += w[k] * in[from + x];
                    }
                }
                int to = (c * newHeight + y) * width;
                for (int x = 0; x < width; x++) {
                    out[to + x] = (float) sums[x];
                }
            }
        }
        return out;
    }
}
