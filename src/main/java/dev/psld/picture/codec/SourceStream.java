package dev.psld.picture.codec;

import java.io.InputStream;

/** A part of a source, read from its beginning to its end through a small buffer. Used by one thread. */
final class SourceStream extends InputStream {
    private static final int BUFFER = 1 << 16;

    private final ByteSource source;
    private final boolean reversed;
    private long at;
    private long left;
    private byte[] buffer = {};
    private int next;

    /** @param reversed whether the lowest bit of each byte comes first */
    SourceStream(ByteSource source, long at, long length, boolean reversed) {
        this.source = source;
        this.reversed = reversed;
        this.at = at;
        this.left = length;
    }

    @Override
    public int read() {
        if (next == buffer.length && !fill()) {
            return -1;
        }
        return buffer[next++] & 255;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (next == buffer.length && !fill()) {
            return -1;
        }
        int n = Math.min(length, buffer.length - next);
        System.arraycopy(buffer, next, into, offset, n);
        next += n;
        return n;
    }

    private boolean fill() {
        if (left <= 0) {
            return false;
        }
        int size = (int) Math.min(BUFFER, left);
        buffer = source.read(at, size);
        if (reversed) {
            for (int i = 0; i < size; i++) {
                buffer[i] = (byte) (Integer.reverse(buffer[i]) >>> 24);
            }
        }
        at += size;
        left -= size;
        next = 0;
        return true;
    }
}
