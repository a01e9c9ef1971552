package dev.psld.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of external weights, of any length, mapped into memory: as a whole where a buffer can be as long, else each tensor
 * by itself. Not thread-safe; what it gives lives as long as it is referred to.
 */
final class MappedWeights {
    /** Bytes of the longest buffer. */
    private static final long LONGEST = Integer.MAX_VALUE;

    private final Path file;
    private final long bytes;
    private final Optional<ByteBuffer> whole;

    /** @throws GraphException when the file is not there or cannot be read */
    MappedWeights(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new GraphException("the external weights " + file + " are missing: keep them beside the model");
        }
        this.file = file;
        try {
            bytes = Files.size(file);
            whole = bytes <= LONGEST ? Optional.of(map(0, bytes)) : Optional.empty();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    long bytes() {
        return bytes;
    }

    /** The bytes of a tensor, read only. */
    ByteBuffer region(String tensor, long offset, long length) {
        if (offset < 0 || length < 0 || offset > bytes - length) {
            throw new GraphException("tensor “" + tensor + "” lies beyond the end of " + file
                    + ": the weights are truncated, copy the model again");
        }
        if (length > LONGEST) {
            throw new GraphException("tensor “" + tensor + "” has " + length + " bytes, and one tensor may have "
                    + LONGEST + ": export the model in half precision, or with that weight in parts");
        }
        try {
            return whole.isPresent() ? whole.get().slice((int) offset, (int) length) : map(offset, length);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private ByteBuffer map(long offset, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
        }
    }

    private GraphException unreadable(IOException e) {
        return new GraphException("the external weights " + file + " cannot be read: " + e.getMessage(), e);
    }
}
