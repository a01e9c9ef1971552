package dev.psld.picture.codec;

import java.awt.image.Raster;
import java.util.Optional;

/** Rasters of unsigned numbers as planes. Stateless. */
final class RasterPlanes {
    private RasterPlanes() {}

    /** The first bands of it, of so many bits. */
    static Planes of(Raster raster, int bands, int bits) {
        int n = raster.getWidth() * raster.getHeight();
        float[] planes = new float[Math.multiplyExact(bands, n)];
        for (int b = 0; b < bands; b++) {
            put(raster, b, bits, planes, b * n);
        }
        return new Planes(raster.getWidth(), raster.getHeight(), bands, planes, Optional.empty(), bits > 8 ? 16 : 8);
    }

    /** One band of it, of so many bits, at a place in an array. */
    static void put(Raster raster, int band, int bits, float[] out, int offset) {
        int width = raster.getWidth();
        double top = Math.pow(2, bits) - 1;
        int[] row = new int[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, row);
            for (int x = 0; x < width; x++) {
                out[offset + y * width + x] = (float) (Integer.toUnsignedLong(row[x]) / top);
            }
        }
    }
}
