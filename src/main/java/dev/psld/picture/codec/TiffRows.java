package dev.psld.picture.codec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;

/** Walks through the strips or tiles of a page and hands on their rows; holds one row at a time. Stateless. */
final class TiffRows {
    /** Takes samples of a row. */
    interface Sink {
        /**
         * Takes one row of a strip or tile.
         *
         * @param plane of a planar page; 0 where samples of a pixel lie together
         * @param x of the first pixel; those from {@code pixels} on are padding
         */
        void take(int plane, int x, int y, int pixels, double[] samples);
    }

    private TiffRows() {}

    /** @param wanted planes that are read, the first ones */
    static void read(TiffPage page, ByteSource source, ByteOrder order, int wanted, Sink sink) throws IOException {
        int planes = page.planar() ? Math.min(wanted, page.samples()) : 1;
        int across = page.chunksAcross();
        int down = page.chunksDown();
        long needed = (long) across * down * (page.planar() ? page.samples() : 1);
        if (page.offsets().length < needed || (page.counts().length < needed && page.counts().length > 0)) {
            throw UndecodableException.damaged("it lists too few of its strips or tiles");
        }
        int step = page.planar() ? 1 : page.samples();
        TiffSamples samples = new TiffSamples(page, order, step, Math.multiplyExact(page.chunkWidth(), step));
        byte[] row = new byte[samples.rowBytes()];
        double[] values = new double[page.chunkWidth() * step];
        for (int plane = 0; plane < planes; plane++) {
            for (int j = 0; j < down; j++) {
                for (int i = 0; i < across; i++) {
                    int chunk = (plane * down + j) * across + i;
                    int rows = (int) Math.min(page.chunkHeight(), page.height() - (long) j * page.chunkHeight());
                    int pixels = (int) Math.min(page.chunkWidth(), page.width() - (long) i * page.chunkWidth());
                    try (InputStream in = unpacked(page, source, chunk)) {
                        for (int v = 0; v < rows; v++) {
                            if (in.readNBytes(row, 0, row.length) < row.length) {
                                throw UndecodableException.damaged("a strip or tile of it ends early");
                            }
                            samples.read(row, values);
                            sink.take(plane, i * page.chunkWidth(), j * page.chunkHeight() + v, pixels, values);
                        }
                    }
                }
            }
        }
    }

    /** Where lengths are left out, a strip runs to the end of the file at most. */
    private static InputStream unpacked(TiffPage page, ByteSource source, int chunk) {
        long at = page.offsets()[chunk];
        long length = page.counts().length == 0 ? source.size() - at : page.counts()[chunk];
        InputStream packed = new SourceStream(source, at, length, page.reversed());
        return TiffCompression.unpacked(page.compression(), packed).orElseThrow();
    }
}
