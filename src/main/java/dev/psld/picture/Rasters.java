package dev.psld.picture;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/** Pictures as interleaved integer images, ready for an encoder. Stateless. */
final class Rasters {

    private Rasters() {}

    /** The picture at 8 or 16 bits, samples cut and rounded half up; one channel when it is grey. */
    static BufferedImage image(Picture picture, int bits, boolean withAlpha) {
        boolean grey = isGrey(picture, bits);
        int colours = grey ? 1 : Picture.CHANNELS;
        boolean alpha = withAlpha && picture.ownAlpha().isPresent();
        int type = bits == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT;
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(grey ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
                alpha,
                false,
                alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                type);
        int width = picture.width();
        int bands = colours + (alpha ? 1 : 0);
        WritableRaster raster = Raster.createInterleavedRaster(type, width, picture.height(), bands, null);
        float[] samples = picture.ownSamples();
        int[] row = new int[width];
        for (int y = 0; y < picture.height(); y++) {
            for (int c = 0; c < colours; c++) {
                int from = (c * picture.height() + y) * width;
                for (int x = 0; x < width; x++) {
                    row[x] = Picture.quantise(samples[from + x], bits);
                }
                raster.setSamples(0, y, width, 1, c, row);
            }
            if (alpha) {
                float[] plane = picture.ownAlpha().get();
                for (int x = 0; x < width; x++) {
                    row[x] = Picture.quantiseUnit(plane[y * width + x], bits);
                }
                raster.setSamples(0, y, width, 1, colours, row);
            }
        }
        return new BufferedImage(model, raster, false, null);
    }

    /** True when the picture calls itself grey and its channels do agree in every pixel. */
    private static boolean isGrey(Picture picture, int bits) {
        if (!picture.grey()) {
            return false;
        }
        float[] s = picture.ownSamples();
        int n = s.length / Picture.CHANNELS;
        for (int i = 0; i < n; i++) {
            int r = Picture.quantise(s[i], bits);
            if (r != Picture.quantise(s[n + i], bits) || r != Picture.quantise(s[2 * n + i], bits)) {
                return false;
            }
        }
        return true;
    }
}
