package dev.psld.spool;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What changes when a file does. Immutable.
 *
 * @param size bytes; of a folder, of all files in it
 * @param modified of a folder, the latest in it
 * @param key tells apart two files that had the name one after the other, where the file system can
 */
record FileSignature(long size, FileTime modified, String key) {

    static FileSignature of(Path path) throws IOException {
        return of(path, Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    static FileSignature of(Path path, BasicFileAttributes a) throws IOException {
        return a.isDirectory()
                ? ofFolder(path, a)
                : new FileSignature(a.size(), a.lastModifiedTime(), String.valueOf(a.fileKey()));
    }

    /** A folder is still when nothing below it grows. */
    private static FileSignature ofFolder(Path folder, BasicFileAttributes attributes) throws IOException {
        long[] size = {0};
        FileTime[] latest = {attributes.lastModifiedTime()};
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
                size[0] += a.size() + 1;
                if (a.lastModifiedTime().compareTo(latest[0]) > 0) {
                    latest[0] = a.lastModifiedTime();
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                return FileVisitResult.SKIP_SUBTREE; // Unreadable: it says nothing, and moves as a whole anyway.
            }
        });
        return new FileSignature(size[0], latest[0], String.valueOf(attributes.fileKey()));
    }
}
