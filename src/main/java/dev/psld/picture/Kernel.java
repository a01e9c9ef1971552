package dev.psld.picture;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A blur kernel: non-negative weights, row by row, that sum to 1. Immutable and thread-safe. */
public final class Kernel {

    private static final int LARGEST = 255;

    private final int height;
    private final int width;
    private final float[] weights;

    private Kernel(int height, int width, float[] weights) {
        this.height = height;
        this.width = width;
        this.weights = weights;
    }

    /** Normalises height·width non-negative weights, of which at least one is positive. */
    public static Kernel of(int height, int width, float[] weights) {
        if (height < 1 || width < 1 || weights.length != height * width) {
            throw new IllegalArgumentException(
                    "a kernel of " + width + "×" + height + " cannot have " + weights.length + " weights");
        }
        double sum = 0;
        for (float w : weights) {
            if (!(w >= 0) || Float.isInfinite(w)) {
                throw new IllegalArgumentException("a weight of a blur kernel is finite and not negative, not " + w);
            }
            sum += w;
        }
        if (sum == 0) {
            throw new IllegalArgumentException("a blur kernel has at least one positive weight");
        }
        float[] normal = new float[weights.length];
        for (int i = 0; i < normal.length; i++) {
            normal[i] = (float) (weights[i] / sum);
        }
        return new Kernel(height, width, normal);
    }

    /** Reads a kernel picture: black is 0, the grey values are taken as they are, without gamma. */
    public static Kernel read(Path file, PictureReader reader) {
        Picture picture = reader.read(file).toGrey();
        int width = picture.width();
        int height = picture.height();
        if (width > LARGEST || height > LARGEST) {
            throw new BadPictureException("The kernel " + reader.name(file) + " is " + width + "×" + height
                    + ": a blur kernel has at most " + LARGEST + "×" + LARGEST + " pixels; crop or scale it.");
        }
        float[] weights = new float[width * height];
        boolean positive = false;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (picture.ownSamples()[i] + 1f) / 2;
            positive |= weights[i] > 0;
        }
        if (!positive) {
            throw new BadPictureException("The kernel " + reader.name(file)
                    + " is black all over: draw the path of the blur in white on black.");
        }
        return of(height, width, weights);
    }

    /** The same blur of a picture that is scaled by this factor; the centre stays the centre. */
    public Kernel scaled(double factor) {
        if (factor == 1) {
            return this;
        }
        int newWidth = scaled(width, factor);
        int newHeight = scaled(height, factor);
        float[] made = new float[newWidth * newHeight];
        for (int row = 0; row < height; row++) {
            double y = (row - (height - 1) / 2.0) * factor + (newHeight - 1) / 2.0;
            for (int column = 0; column < width; column++) {
                double x = (column - (width - 1) / 2.0) * factor + (newWidth - 1) / 2.0;
                float weight = weights[row * width + column];
                spread(made, newWidth, newHeight, x, y, Math.max(1, factor), weight);
            }
        }
        return of(newHeight, newWidth, made);
    }

    private static int scaled(int length, double factor) {
        return Math.min(LARGEST, 2 * (int) Math.ceil((length - 1) / 2.0 * factor + Math.max(1, factor) - 1) + 1);
    }

    /** Puts a weight down as a tent of this half-width, so that a path that is enlarged has no gaps. */
    private static void spread(float[] made, int width, int height, double x, double y, double half, float weight) {
        double[] across = tent(width, x, half);
        double[] down = tent(height, y, half);
        for (int v = 0; v < height; v++) {
            for (int u = 0; u < width && down[v] > 0; u++) {
                made[v * width + u] += (float) (weight * across[u] * down[v]);
            }
        }
    }

    /** Heights of a tent at whole places, which sum to 1 wherever it stands. */
    private static double[] tent(int length, double centre, double half) {
        double[] heights = new double[length];
        double sum = 0;
        for (int i = 0; i < length; i++) {
            heights[i] = Math.max(0, 1 - Math.abs(i - centre) / half);
            sum += heights[i];
        }
        for (int i = 0; i < length && sum > 0; i++) {
            heights[i] /= sum;
        }
        return heights;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** A copy of the weights, row by row. */
    public float[] weights() {
        return weights.clone();
    }

    /** A 16-bit grey picture whose largest weight is white; {@link #read} gives the kernel back to about 1e-5. */
    public Picture toPicture() {
        float top = 0;
        for (float w : weights) {
            top = Math.max(top, w);
        }
        float[] samples = new float[Picture.CHANNELS * weights.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = weights[i % weights.length] / top * 2 - 1;
        }
        return Picture.owning(width, height, samples, Optional.empty(), new Origin(16, true, List.of()));
    }
}
