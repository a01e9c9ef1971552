package dev.psld.picture.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Takes the samples of a row of a TIFF out of its bytes: 1 to 32 bits unsigned, or 16, 24, 32 and 64 bits of floating point,
 * predictors undone. Used by one thread.
 */
final class TiffSamples {
    private final int bits;
    private final boolean floating;
    private final int predictor;
    private final ByteOrder order;
    private final int step;
    private final int count;

    /** @param step samples from a pixel to the next; {@code count} samples in a row */
    TiffSamples(TiffPage page, ByteOrder order, int step, int count) {
        this.bits = page.pixel().bits();
        this.floating = page.pixel().sampleFormat() == 3;
        this.predictor = page.coding().predictor();
        this.order = order;
        this.step = step;
        this.count = count;
    }

    int rowBytes() {
        return Math.toIntExact(((long) count * bits + 7) / 8);
    }

    /** Numbers as they are stored; of unsigned ones the highest is 1. */
    void read(byte[] row, double[] out) {
        if (predictor == 3) {
            floatingPredictor(row, out);
            return;
        }
        if (floating) {
            ByteBuffer b = ByteBuffer.wrap(row).order(order);
            for (int i = 0; i < count; i++) {
                out[i] = real(b, i);
            }
            return;
        }
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = whole(row, i);
        }
        long top = (1L << bits) - 1;
        for (int i = 0; i < count; i++) {
            if (predictor == 2 && i >= step) {
                values[i] = (values[i] + values[i - step]) & top;
            }
            out[i] = (double) values[i] / top;
        }
    }

    /** Whole bytes are in the file's order, other sizes run from bit to bit, the highest first. */
    private long whole(byte[] row, int i) {
        if (bits == 8) {
            return row[i] & 255;
        }
        if (bits % 8 == 0) {
            long value = 0;
            int bytes = bits / 8;
            for (int k = 0; k < bytes; k++) {
                int at = order == ByteOrder.BIG_ENDIAN ? k : bytes - 1 - k;
                value = (value << 8) | (row[i * bytes + at] & 255);
            }
            return value;
        }
        long value = 0;
        long from = (long) i * bits;
        for (long bit = from; bit < from + bits; ) {
            int at = (int) (bit / 8);
            int skip = (int) (bit % 8);
            int take = (int) Math.min(8 - skip, from + bits - bit);
            value = (value << take) | (((row[at] & 255) >> (8 - skip - take)) & ((1 << take) - 1));
            bit += take;
        }
        return value;
    }

    private double real(ByteBuffer b, int i) {
        return switch (bits) {
            case 16 -> half(b.getShort(2 * i));
            case 24 -> {
                int first = b.get(3 * i) & 255;
                int middle = b.get(3 * i + 1) & 255;
                int third = b.get(3 * i + 2) & 255;
                yield order == ByteOrder.BIG_ENDIAN
                        ? float24((first << 16) | (middle << 8) | third)
                        : float24((third << 16) | (middle << 8) | first);
            }
            case 32 -> b.getFloat(4 * i);
            default -> b.getDouble(8 * i);
        };
    }

    /** IEEE 754 binary16. */
    static double half(short value) {
        int exponent = (value >> 10) & 31;
        int fraction = value & 1023;
        double size = exponent == 0
                ? fraction * 0x1p-24
                : exponent == 31
                        ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                        : (1024 + fraction) * Math.pow(2, exponent - 25);
        return value < 0 ? -size : size;
    }

    /** One sign bit, 7 of exponent (bias 63), 16 of fraction (TIFF Technical Note 3). */
    static double float24(int value) {
        int exponent = (value >> 16) & 127;
        int fraction = value & 65535;
        double size = exponent == 0
                ? fraction * 0x1p-78
                : exponent == 127
                        ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                        : (65536 + fraction) * Math.pow(2, exponent - 79);
        return (value & 0x800000) != 0 ? -size : size;
    }

    /** Differences of bytes, the highest bytes of all samples first (TIFF Technical Note 3). */
    private void floatingPredictor(byte[] row, double[] out) {
        int bytes = bits / 8;
        for (int i = step; i < count * bytes; i++) {
            row[i] += row[i - step];
        }
        byte[] sample = new byte[bytes];
        ByteBuffer b = ByteBuffer.wrap(sample);
        TiffSamples one = big();
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < bytes; k++) {
                sample[k] = row[k * count + i];
            }
            out[i] = one.real(b, 0);
        }
    }

    private TiffSamples(TiffSamples like, ByteOrder order) {
        this.bits = like.bits;
        this.floating = true;
        this.predictor = 1;
        this.order = order;
        this.step = 1;
        this.count = 1;
    }

    private TiffSamples big() {
        return new TiffSamples(this, ByteOrder.BIG_ENDIAN);
    }
}
