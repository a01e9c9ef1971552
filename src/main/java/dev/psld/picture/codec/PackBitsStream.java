package dev.psld.picture.codec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Unpacks runs of bytes (TIFF 6.0, section 9). Used by one thread. */
final class PackBitsStream extends InputStream {
    private final InputStream packed;
    private int left;
    private int repeated = -1;

    PackBitsStream(InputStream packed) {
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        while (left == 0) {
            int head = packed.read();
            if (head < 0) {
                return -1;
            }
            if (head < 128) {
                left = head + 1;
                repeated = -1;
            } else if (head > 128) {
                left = 257 - head;
                repeated = require(packed.read());
            }
        }
        left--;
        return repeated >= 0 ? repeated : require(packed.read());
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = 0;
        while (n < length) {
            int b = read();
            if (b < 0) {
                break;
            }
            into[offset + n++] = (byte) b;
        }
        return n == 0 && length > 0 ? -1 : n;
    }

    private static int require(int value) throws EOFException {
        if (value < 0) {
            throw new EOFException();
        }
        return value;
    }
}
