package dev.psld.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The room on disks. Stateless. */
public final class DiskSpace {
    private DiskSpace() {}

    /**
     * Bytes that this process may still write where the path is, or would be made.
     *
     * @throws IOException when the file system does not say
     */
    public static long free(Path path) throws IOException {
        return Files.getFileStore(existing(path)).getUsableSpace();
    }

    /** The path itself or the nearest folder above it that is there. */
    public static Path existing(Path path) {
        Path there = path.toAbsolutePath();
        for (Path parent = there.getParent(); parent != null && !Files.exists(there); parent = there.getParent()) {
            there = parent;
        }
        return there;
    }
}
