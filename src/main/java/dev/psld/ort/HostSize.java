package dev.psld.ort;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** How large tensors are in host memory. Stateless. */
final class HostSize {
    private static final int ALIGNMENT = 64;

    private HostSize() {}

    static long elements(long[] shape) {
        long product = 1;
        for (long size : shape) {
            product = Math.multiplyExact(product, size);
        }
        return product;
    }

    /** Bytes of a tensor that Java can hold: an {@link IllegalArgumentException} where that is too much for a buffer. */
    static int bytes(ElementType type, long[] shape) {
        long bytes = Math.multiplyExact(elements(shape), (long) type.bytes());
        if (bytes < 0
                || bytes > Integer.MAX_VALUE - 2 * ALIGNMENT
                || Arrays.stream(shape).anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException("a tensor in host memory holds up to 2 GiB and no negative size, not "
                    + type + Arrays.toString(shape));
        }
        return (int) bytes;
    }

    /** So many bytes, zeroes, placed as processors like it. */
    static ByteBuffer aligned(int bytes) {
        // Aligning may cut up to one unit from either end.
        return ByteBuffer.allocateDirect(bytes + 2 * ALIGNMENT)
                .alignedSlice(ALIGNMENT)
                .slice(0, bytes);
    }

    static void requireCount(int count, long[] shape) {
        if (count != elements(shape)) {
            throw new IllegalArgumentException(
                    count + " values do not fill a tensor of shape " + Arrays.toString(shape));
        }
    }
}
