package dev.psld.picture.codec;

import java.io.IOException;
import java.io.InputStream;

/**
 * Unpacks LZW as TIFF has it: codes of 9 to 12 bits, highest bit first, one step early (TIFF 6.0, section 13); and, where the
 * first code shows it, lowest bit first and on time, as some wrote before 1988. Used by one thread.
 */
final class LzwStream extends InputStream {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int MOST = 4096;

    private final InputStream packed;
    private final short[] prefix = new short[MOST];
    private final byte[] suffix = new byte[MOST];
    private final int[] length = new int[MOST];
    private final byte[] string = new byte[MOST + 1];
    private int size = END + 1;
    private int width = 9;
    private int last = -1;
    private int bits;
    private int held;
    private int next;
    private int until;
    private boolean ended;
    private boolean begun;
    private boolean old;

    LzwStream(InputStream packed) {
        this.packed = packed;
        for (int i = 0; i < CLEAR; i++) {
            suffix[i] = (byte) i;
            length[i] = 1;
        }
    }

    @Override
    public int read() throws IOException {
        while (next == until) {
            if (ended || !decode()) {
                ended = true;
                return -1;
            }
        }
        return string[next++] & 255;
    }

    @Override
    public int read(byte[] into, int offset, int wanted) throws IOException {
        int n = 0;
        while (n < wanted) {
            int b = read();
            if (b < 0) {
                break;
            }
            into[offset + n++] = (byte) b;
        }
        return n == 0 && wanted > 0 ? -1 : n;
    }

    /** Puts the string of the next code down; false at the end. */
    private boolean decode() throws IOException {
        int code = code();
        if (code < 0 || code == END) {
            return false;
        }
        if (code == CLEAR) {
            size = END + 1;
            width = 9;
            last = -1;
            return true;
        }
        if (last < 0) {
            if (code >= CLEAR) {
                throw UndecodableException.damaged("its LZW codes make no sense");
            }
            write(code);
        } else if (code < size) {
            write(code);
            add(string[0]);
        } else if (code == size && size < MOST) {
            write(last);
            byte first = string[0];
            add(first);
            string[until++] = first;
        } else {
            throw UndecodableException.damaged("its LZW codes make no sense");
        }
        last = code;
        int early = old ? 0 : 1;
        width = size + early > 2047 ? 12 : size + early > 1023 ? 11 : size + early > 511 ? 10 : 9;
        return true;
    }

    private void write(int code) {
        next = 0;
        until = length[code];
        int c = code;
        for (int i = until - 1; i >= 0; i--) {
            string[i] = suffix[c];
            c = prefix[c];
        }
    }

    private void add(byte first) {
        if (size < MOST) {
            prefix[size] = (short) last;
            suffix[size] = first;
            length[size] = length[last] + 1;
            size++;
        }
    }

    private int code() throws IOException {
        while (bits < width) {
            int b = packed.read();
            if (b < 0) {
                return -1;
            }
            if (!begun) {
                begun = true;
                old = b == 0; // the lower eight bits of the clear code come first
            }
            held = old ? held | (b << bits) : (held << 8) | b;
            bits += 8;
        }
        int code;
        if (old) {
            code = held & ((1 << width) - 1);
            held >>>= width;
        } else {
            code = (held >>> (bits - width)) & ((1 << width) - 1);
        }
        bits -= width;
        return code;
    }
}
