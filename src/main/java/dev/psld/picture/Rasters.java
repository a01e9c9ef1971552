package dev.psld.picture;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BandedSampleModel;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;

/** Pictures as images of whole numbers, ready for an encoder and without a copy of the picture. Stateless. */
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
        SampleModel layout = new BandedSampleModel(type, picture.width(), picture.height(), colours + (alpha ? 1 : 0));
        QuantisedBuffer values = new QuantisedBuffer(picture, colours, bits);
        WritableRaster raster = Raster.createWritableRaster(layout, values, null);
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
