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
        int planes = page.pixel().planar() ? Math.min(wanted, page.pixel().samples()) : 1;
        int across = page.chunksAcross();
        int down = page.chunksDown();
        long needed =
                (long) across * down * (page.pixel().planar() ? page.pixel().samples() : 1);
        if (page.chunks().offsets().length < needed
                || (page.chunks().counts().length < needed && page.chunks().counts().length > 0)) {
            throw UndecodableException.damaged("it lists too few of its strips or tiles");
        }
        int step = page.pixel().planar() ? 1 : page.pixel().samples();
        TiffSamples samples = new TiffSamples(
                page, order, step, Math.multiplyExact(page.chunks().width(), step));
        byte[] row = new byte[samples.rowBytes()];
        double[] values = new double[page.chunks().width() * step];
        for (int plane = 0; plane < planes; plane++) {
            for (int j = 0; j < down; j++) {
                for (int i = 0; i < across; i++) {
                    int chunk = (plane * down + j) * across + i;
                    int rows = (int) Math.min(
                            page.chunks().height(),
                            page.height() - (long) j * page.chunks().height());
                    int pixels = (int) Math.min(
                            page.chunks().width(),
                            page.width() - (long) i * page.chunks().width());
                    try (InputStream in = unpacked(page, source, chunk)) {
                        for (int v = 0; v < rows; v++) {
                            if (in.readNBytes(row, 0, row.length) < row.length) {
                                throw UndecodableException.damaged("a strip or tile of it ends early");
                            }
                            samples.read(row, values);
                            sink.take(
                                    plane,
                                    i * page.chunks().width(),
                                    j * page.chunks().height() + v,
                                    pixels,
                                    values);
                        }
                    }
                }
            }
        }
    }

    /** Where lengths are left out, a strip runs to the end of the file at most. */
    private static InputStream unpacked(TiffPage page, ByteSource source, int chunk) {
        long at = page.chunks().offsets()[chunk];
        long length = page.chunks().counts().length == 0
                ? source.size() - at
                : page.chunks().counts()[chunk];
        InputStream packed = new SourceStream(source, at, length, page.coding().reversed());
        return TiffCompression.unpacked(page.coding().compression(), packed).orElseThrow();
    }
}
