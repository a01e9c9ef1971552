package dev.psld.picture;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;
import java.util.Optional;

/**
 * The samples of a decoded image at full precision, in its own colour space: planes in [0, 1], no gamma touched
 * (Java's own getRGB would take grey for linear light).
 *
 * @param bands  colour planes: 1 grey, 3 RGB, 4 CMYK
 * @param planes {@code bands·height·width} values
 */
@SuppressWarnings("ArrayRecordComponent")
record Raw(int width, int height, int bands, float[] planes, Optional<float[]> alpha, int bitDepth) {

    static Raw of(BufferedImage image) {
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return indexed(image.getRaster(), palette);
        }
        ColorModel model = image.getColorModel();
        Raster raster = image.getRaster();
        int bands = model.getNumColorComponents();
        int n = image.getWidth() * image.getHeight();
        float[] planes = new float[bands * n];
        int deepest = 0;
        for (int b = 0; b < bands; b++) {
            plane(raster, b, planes, b * n);
            deepest = Math.max(deepest, raster.getSampleModel().getSampleSize(b));
        }
        Optional<float[]> alpha = Optional.empty();
        if (model.hasAlpha()) {
            float[] a = new float[n];
            plane(raster, bands, a, 0);
            if (model.isAlphaPremultiplied()) {
                divide(planes, a);
            }
            alpha = Optional.of(a);
        }
        Raw raw = new Raw(image.getWidth(), image.getHeight(), bands, planes, alpha, deepest > 8 ? 16 : 8);
        boolean known = bands == 1 || model.getColorSpace().getType() == ColorSpace.TYPE_RGB;
        boolean profiled = model.getColorSpace() instanceof ICC_ColorSpace;
        return known || profiled ? raw : raw.converted(model.getColorSpace());
    }

    private static Raw indexed(Raster raster, IndexColorModel palette) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        int n = width * height;
        boolean grey = isGrey(palette);
        int bands = grey ? 1 : 3;
        float[] planes = new float[bands * n];
        float[] alpha = new float[n];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                int argb = palette.getRGB(row[x]);
                int i = y * width + x;
                alpha[i] = (argb >>> 24) / 255f;
                for (int b = 0; b < bands; b++) {
                    planes[b * n + i] = (argb >> (16 - 8 * b) & 255) / 255f;
                }
            }
        }
        return new Raw(width, height, bands, planes, palette.hasAlpha() ? Optional.of(alpha) : Optional.empty(), 8);
    }

    private static boolean isGrey(IndexColorModel palette) {
        int[] colours = new int[palette.getMapSize()];
        palette.getRGBs(colours);
        return Arrays.stream(colours).allMatch(c -> (c >> 16 & 255) == (c >> 8 & 255) && (c >> 8 & 255) == (c & 255));
    }

    private static void plane(Raster raster, int band, float[] out, int offset) {
        int width = raster.getWidth();
        int type = raster.getTransferType();
        if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE) {
            float[] row = new float[width];
            for (int y = 0; y < raster.getHeight(); y++) {
                raster.getSamples(0, y, width, 1, band, row);
                for (int x = 0; x < width; x++) {
                    out[offset + y * width + x] = Math.max(0f, Math.min(1f, row[x]));
                }
            }
            return;
        }
        double top = Math.pow(2, raster.getSampleModel().getSampleSize(band)) - 1;
        int[] row = new int[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, band, row);
            for (int x = 0; x < width; x++) {
                out[offset + y * width + x] = (float) (Integer.toUnsignedLong(row[x]) / top);
            }
        }
    }

    private static void divide(float[] planes, float[] alpha) {
        for (int i = 0; i < planes.length; i++) {
            float a = alpha[i % alpha.length];
            planes[i] = a > 0 ? Math.min(1f, planes[i] / a) : 0f;
        }
    }

    /** RGB planes by way of a colour space that has no ICC profile, such as plain CMYK. */
    private Raw converted(ColorSpace space) {
        int n = width * height;
        float[] rgb = new float[3 * n];
        float[] pixel = new float[bands];
        for (int i = 0; i < n; i++) {
            for (int b = 0; b < bands; b++) {
                pixel[b] = planes[b * n + i];
            }
            float[] colour = space.toRGB(pixel);
            for (int c = 0; c < 3; c++) {
                rgb[c * n + i] = colour[c];
            }
        }
        return new Raw(width, height, 3, rgb, alpha, bitDepth);
    }
}
