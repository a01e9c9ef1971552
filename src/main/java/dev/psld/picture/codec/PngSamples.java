package dev.psld.picture.codec;

import java.util.Optional;

/** Puts the stored values of a PNG's pixels down as planes. Filled by one thread. */
final class PngSamples {
    private final PngHeader header;
    private final Optional<byte[]> palette;
    private final byte[] transparency;
    private final Planes planes;
    private final int n;
    private final float top;

    /**
     * @param palette PLTE, where the pixels are indices
     * @param transparency tRNS, empty where there is none
     */
    PngSamples(PngHeader header, Optional<byte[]> palette, byte[] transparency) {
        this.header = header;
        this.palette = palette;
        this.transparency = transparency;
        int bands = header.coloured() ? 3 : 1;
        boolean alpha = header.alpha() || transparency.length > 0;
        this.planes = Planes.blank(header.width(), header.height(), bands, alpha, header.depth() == 16 ? 16 : 8);
        this.n = header.width() * header.height();
        this.top = (1 << header.depth()) - 1;
    }

    Planes planes() {
        return planes;
    }

    /** Takes the channels of one pixel. */
    void put(int x, int y, int[] values) {
        int at = y * header.width() + x;
        if (header.palette()) {
            indexed(at, values[0]);
            return;
        }
        float[] out = planes.values();
        for (int b = 0; b < planes.bands(); b++) {
            out[b * n + at] = values[b] / top;
        }
        if (header.alpha()) {
            planes.alpha().orElseThrow()[at] = values[planes.bands()] / top;
        } else if (transparency.length > 0) {
            planes.alpha().orElseThrow()[at] = isKey(values) ? 0f : 1f;
        }
    }

    /** An index behind the palette is black, as in other readers. */
    private void indexed(int at, int index) {
        byte[] colours = palette.orElseThrow();
        if (3 * index + 2 < colours.length) {
            for (int b = 0; b < 3; b++) {
                planes.values()[b * n + at] = (colours[3 * index + b] & 255) / 255f;
            }
        }
        if (transparency.length > 0) {
            planes.alpha().orElseThrow()[at] = index < transparency.length ? (transparency[index] & 255) / 255f : 1f;
        }
    }

    /** The key is of 16 bits in the file, of which only those of the depth count (PNG 3, 11.3.1.1). */
    private boolean isKey(int[] values) {
        for (int b = 0; b < planes.bands(); b++) {
            int key = Bytes.u16(transparency, 2 * b);
            if ((key & (int) top) != values[b]) {
                return false;
            }
        }
        return true;
    }
}
