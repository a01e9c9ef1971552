package dev.psld.picture.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Bytes that are read from anywhere in them; reading behind their end is an {@link UndecodableException}. */
interface ByteSource {
    long size();

    /** The bytes from a place on. */
    byte[] read(long at, int length);

    /** Those of an array, which is not copied. */
    static ByteSource of(byte[] bytes) {
        return new ByteSource() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public byte[] read(long at, int length) {
                require(at, length, bytes.length);
                return Arrays.copyOfRange(bytes, (int) at, (int) at + length);
            }
        };
    }

    /** Those of a file, which stays open as long as the caller leaves it so. */
    static ByteSource of(FileChannel file) throws IOException {
        long size = file.size();
        return new ByteSource() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public byte[] read(long at, int length) {
                require(at, length, size);
                ByteBuffer buffer = ByteBuffer.allocate(length);
                try {
                    while (buffer.hasRemaining()) {
                        if (file.read(buffer, at + buffer.position()) < 0) {
                            throw UndecodableException.damaged("it ends early");
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return buffer.array();
            }
        };
    }

    private static void require(long at, int length, long size) {
        if (at < 0 || length < 0 || at > size || length > size - at) {
            throw UndecodableException.damaged("it ends early");
        }
    }
}
