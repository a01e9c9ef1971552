package dev.psld.picture;

import java.util.Locale;

/**
 * How a picture of any size is placed on the model's canvas: scaled with its aspect kept to
 * {@code innerWidth×innerHeight}, put at ({@code x}, {@code y}), the border filled by repeating the edge.
 * Immutable and thread-safe.
 */
public record Fitting(
        int sourceWidth, int sourceHeight, int width, int height, int x, int y, int innerWidth, int innerHeight) {

    /** The largest centred placement of the source on a canvas of width×height. */
    public static Fitting of(int sourceWidth, int sourceHeight, int width, int height) {
        if (sourceWidth < 1 || sourceHeight < 1 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    sourceWidth + "×" + sourceHeight + " cannot be fitted to " + width + "×" + height);
        }
        double scale = Math.min((double) width / sourceWidth, (double) height / sourceHeight);
        int innerWidth = (int) Math.max(1, Math.min(width, Math.round(sourceWidth * scale)));
        int innerHeight = (int) Math.max(1, Math.min(height, Math.round(sourceHeight * scale)));
        return new Fitting(
                sourceWidth,
                sourceHeight,
                width,
                height,
                (width - innerWidth) / 2,
                (height - innerHeight) / 2,
                innerWidth,
                innerHeight);
    }

    /** True when the source already has the size of the canvas: nothing is changed at all. */
    public boolean identity() {
        return !scaled() && innerWidth == width && innerHeight == height;
    }

    public double scale() {
        return Math.min((double) width / sourceWidth, (double) height / sourceHeight);
    }

    /** The source on the canvas. */
    public Picture fit(Picture source) {
        requireSize(source.width(), source.height(), sourceWidth, sourceHeight);
        if (identity()) {
            return source;
        }
        Picture inner = filter(innerWidth, sourceWidth).resize(source, innerWidth, innerHeight);
        return Picture.owning(
                width,
                height,
                onCanvas(inner.ownSamples(), Picture.CHANNELS),
                inner.ownAlpha().map(a -> onCanvas(a, 1)),
                source.origin());
    }

    /** The mask on the canvas: a pixel is missing when any source pixel that its value is made of is missing. */
    public Mask fit(Mask source) {
        requireSize(source.width(), source.height(), sourceWidth, sourceHeight);
        if (identity()) {
            return source;
        }
        Resampler filter = filter(innerWidth, sourceWidth);
        Resampler.Taps[] columns = filter.taps(sourceWidth, innerWidth);
        Resampler.Taps[] rows = filter.taps(sourceHeight, innerHeight);
        boolean[] missing = new boolean[width * height];
        for (int v = 0; v < height; v++) {
            for (int u = 0; u < width; u++) {
                missing[v * width + u] = touchesMissing(source, columns[innerX(u)], rows[innerY(v)]);
            }
        }
        return Mask.of(width, height, missing);
    }

    /** What was made on the canvas, without its border and at the size of the source. */
    public Picture undo(Picture fitted) {
        requireSize(fitted.width(), fitted.height(), width, height);
        if (identity()) {
            return fitted;
        }
        Picture inner = Picture.owning(
                innerWidth,
                innerHeight,
                cropped(fitted.ownSamples(), Picture.CHANNELS),
                fitted.ownAlpha().map(a -> cropped(a, 1)),
                fitted.origin());
        return filter(sourceWidth, innerWidth).resize(inner, sourceWidth, sourceHeight);
    }

    /** One plain sentence on what was done to the file of that name. */
    public String sentence(String name) {
        String what = name + " " + sourceWidth + "×" + sourceHeight;
        if (identity()) {
            return what + " was used as it is";
        }
        String padded = innerWidth == width && innerHeight == height ? "" : "padded to " + width + "×" + height;
        if (!scaled()) {
            return what + " was " + padded;
        }
        String scaling = what + " was scaled by " + significant(scale()) + " to " + innerWidth + "×" + innerHeight;
        return padded.isEmpty() ? scaling : scaling + " and " + padded;
    }

    private static String significant(double scale) {
        int decimals = Math.max(0, 1 - (int) Math.floor(Math.log10(scale)));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", scale);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    private boolean scaled() {
        return innerWidth != sourceWidth || innerHeight != sourceHeight;
    }

    private static Resampler filter(int newSize, int size) {
        return newSize < size ? Resampler.AREA : Resampler.BICUBIC;
    }

    private int innerX(int u) {
        return Math.max(0, Math.min(innerWidth - 1, u - x));
    }

    private int innerY(int v) {
        return Math.max(0, Math.min(innerHeight - 1, v - y));
    }

    private float[] onCanvas(float[] inner, int channels) {
        float[] canvas = new float[channels * width * height];
        for (int c = 0; c < channels; c++) {
            for (int v = 0; v < height; v++) {
                int from = (c * innerHeight + innerY(v)) * innerWidth;
                for (int u = 0; u < width; u++) {
                    canvas[(c * height + v) * width + u] = inner[from + innerX(u)];
                }
            }
        }
        return canvas;
    }

    private float[] cropped(float[] canvas, int channels) {
        float[] inner = new float[channels * innerWidth * innerHeight];
        for (int row = 0; row < channels * innerHeight; row++) {
            int from = ((row / innerHeight) * height + y + row % innerHeight) * width + x;
            System.arraycopy(canvas, from, inner, row * innerWidth, innerWidth);
        }
        return inner;
    }

    private static boolean touchesMissing(Mask source, Resampler.Taps columns, Resampler.Taps rows) {
        for (int j = 0; j < rows.weights().length; j++) {
            for (int i = 0; i < columns.weights().length; i++) {
                // Weights this small are rounding noise at the ends of the filter, not a contribution.
                boolean counts = Math.abs(rows.weights()[j] * columns.weights()[i]) > 1e-9;
                if (counts && source.missing(columns.first() + i, rows.first() + j)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void requireSize(int width, int height, int requiredWidth, int requiredHeight) {
        if (width != requiredWidth || height != requiredHeight) {
            throw new IllegalArgumentException("this fitting is for " + requiredWidth + "×" + requiredHeight
                    + ", not for " + width + "×" + height);
        }
    }
}
