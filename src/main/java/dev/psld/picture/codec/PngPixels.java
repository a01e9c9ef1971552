package dev.psld.picture.codec;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The pixels of a PNG from the bytes of its IDAT chunks: inflated, unfiltered, interlaced passes put in place. Inflates no
 * more than the pixels take. Used by one thread; closed by its owner.
 */
final class PngPixels implements AutoCloseable {
    /** Of each pass: first column, first row, step across, step down (PNG 3, 8.1). */
    private static final int[][] ADAM7 = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private static final int[][] WHOLE = {{0, 0, 1, 1}};

    private final PngHeader header;
    private final PngSamples samples;
    private final int[][] passes;
    private final int step;
    private final int[] pixel;
    private final Inflater inflater = new Inflater();
    private byte[] row = {};
    private byte[] above = {};
    private int filled;
    private int pass = -1;
    private int y;

    PngPixels(PngHeader header, PngSamples samples) {
        this.header = header;
        this.samples = samples;
        this.passes = header.interlaced() ? ADAM7 : WHOLE;
        this.step = Math.max(1, header.bitsPerPixel() / 8);
        this.pixel = new int[header.channels()];
        nextPass();
    }

    boolean complete() {
        return pass == passes.length;
    }

    /** Takes the next bytes of the compressed pixels. */
    void feed(byte[] bytes, int length) {
        inflater.setInput(bytes, 0, length);
        try {
            while (!complete()) {
                int got = inflater.inflate(row, filled, row.length - filled);
                if (got == 0) {
                    if (inflater.finished()) {
                        throw UndecodableException.damaged("its pixels end early");
                    }
                    if (inflater.needsDictionary()) {
                        throw UndecodableException.damaged("its pixels need a dictionary");
                    }
                    return;
                }
                filled += got;
                if (filled == row.length) {
                    unfilter();
                    put();
                    nextRow();
                }
            }
        } catch (DataFormatException e) {
            throw UndecodableException.damaged("its pixels cannot be inflated", e);
        }
    }

    private int passWidth() {
        return (header.width() - passes[pass][0] + passes[pass][2] - 1) / passes[pass][2];
    }

    private int passHeight() {
        return (header.height() - passes[pass][1] + passes[pass][3] - 1) / passes[pass][3];
    }

    /** Passes without a pixel are not in the file at all. */
    private void nextPass() {
        do {
            pass++;
        } while (pass < passes.length && (passWidth() < 1 || passHeight() < 1));
        y = 0;
        filled = 0;
        if (pass < passes.length) {
            int bytes = Math.toIntExact(((long) passWidth() * header.bitsPerPixel() + 7) / 8);
            row = new byte[bytes + 1]; // the filter's number first
            above = new byte[bytes + 1];
        }
    }

    private void nextRow() {
        byte[] done = row;
        row = above;
        above = done;
        filled = 0;
        y++;
        if (y == passHeight()) {
            nextPass();
        }
    }

    /** PNG 3, 9.2. */
    private void unfilter() {
        int kind = row[0];
        if (kind < 0 || kind > 4) {
            throw UndecodableException.damaged("a row has a filter of the unknown kind " + kind);
        }
        for (int i = 1; kind > 0 && i < row.length; i++) {
            int left = i > step ? row[i - step] & 255 : 0;
            int up = above[i] & 255;
            int corner = i > step ? above[i - step] & 255 : 0;
            int guess = switch (kind) {
                case 1 -> left;
                case 2 -> up;
                case 3 -> (left + up) / 2;
                default -> paeth(left, up, corner);
            };
            row[i] += (byte) guess;
        }
    }

    private static int paeth(int left, int up, int corner) {
        int p = left + up - corner;
        int a = Math.abs(p - left);
        int b = Math.abs(p - up);
        int c = Math.abs(p - corner);
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }

    private void put() {
        int[] p = passes[pass];
        int depth = header.depth();
        int width = passWidth();
        for (int u = 0; u < width; u++) {
            for (int c = 0; c < pixel.length; c++) {
                int index = u * pixel.length + c;
                pixel[c] = switch (depth) {
                    case 8 -> row[1 + index] & 255;
                    case 16 -> Bytes.u16(row, 1 + 2 * index);
                    default -> {
                        int bit = index * depth;
                        yield ((row[1 + bit / 8] & 255) >> (8 - depth - bit % 8)) & ((1 << depth) - 1);
                    }
                };
            }
            samples.put(p[0] + u * p[2], p[1] + y * p[3], pixel);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
