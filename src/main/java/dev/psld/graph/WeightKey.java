package dev.psld.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of a weight as the key of a table: equal where all bytes are, with a hash of a few of them, so that a file of
 * gigabytes is not read for it. Immutable; the bytes stay the tensor's.
 */
final class WeightKey {
    private static final int SAMPLES = 64;

    private final ByteBuffer bytes;
    private final int hash;

    WeightKey(Tensor tensor) {
        this(tensor.data());
    }

    WeightKey(ByteBuffer bytes) {
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.hash = hash(this.bytes);
    }

    ByteBuffer bytes() {
        return bytes.duplicate();
    }

    private static int hash(ByteBuffer bytes) {
        int length = bytes.remaining();
        long hash = length;
        int step = Math.max(1, length / SAMPLES);
        for (int at = 0; at < length; at += step) {
            hash = 31 * hash + (at + Long.BYTES <= length ? bytes.getLong(at) : bytes.get(at));
        }
        return Long.hashCode(hash);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WeightKey key && hash == key.hash && bytes.equals(key.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
