package dev.psld.picture.codec;

/** The colours of a TIFF's palette, 16 bits each: all reds, all greens, all blues. Immutable by convention. */
@SuppressWarnings("ArrayRecordComponent")
record TiffPalette(long[] map, int size, boolean eight) {
    private static final int MAP = 320;

    static TiffPalette of(TiffStructure tiff, TiffPage page) {
        if (page.pixel().bits() > 16 || page.pixel().sampleFormat() == 3) {
            throw UndecodableException.damaged(
                    "its palette has indices of " + page.pixel().bits() + " bits");
        }
        int size = 1 << page.pixel().bits();
        long[] map = page.directory()
                .field(MAP)
                .map(tiff::longs)
                .filter(m -> m.length >= 3 * size)
                .orElseThrow(() -> UndecodableException.damaged("it has no palette"));
        boolean small = true;
        boolean whole = true;
        for (long value : map) {
            small &= value < 256; // written by those who took 8 bits for enough
            whole &= value % 257 == 0 || value % 256 == 0;
        }
        if (small) {
            for (int i = 0; i < map.length; i++) {
                map[i] *= 257;
            }
        }
        return new TiffPalette(map, size, small || whole);
    }

    /** RGB of indices that were scaled to [0, 1]. */
    Planes applied(Planes indices) {
        int n = indices.width() * indices.height();
        float[] rgb = new float[3 * n];
        for (int i = 0; i < n; i++) {
            int index = Math.round(indices.values()[i] * (size - 1));
            for (int c = 0; c < 3; c++) {
                long value = map[c * size + index];
                rgb[c * n + i] = eight ? (value >> 8) / 255f : value / 65535f;
            }
        }
        return new Planes(indices.width(), indices.height(), 3, rgb, indices.alpha(), eight ? 8 : 16);
    }
}
