package dev.psld.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads the disk, counts how often, and may not read files that are called so. Thread-safe. */
final class CountingReader implements FolderReader {
    final AtomicInteger lists = new AtomicInteger();
    final AtomicInteger files = new AtomicInteger();
    private final FolderReader disk = FolderReader.disk();

    @Override
    public List<Path> list(Path folder) throws IOException {
        lists.incrementAndGet();
        return disk.list(folder);
    }

    @Override
    public BasicFileAttributes attributes(Path path) throws IOException {
        files.incrementAndGet();
        return disk.attributes(path);
    }

    @Override
    public boolean readable(Path file) {
        files.incrementAndGet();
        return !file.getFileName().toString().startsWith("unreadable");
    }
}
