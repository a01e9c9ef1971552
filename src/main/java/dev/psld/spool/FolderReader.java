package dev.psld.spool;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** How a look reads the file system; a test counts its calls. Thread-safe. */
interface FolderReader {
    /** All in a folder, in no order. */
    List<Path> list(Path folder) throws IOException;

    /** Of the path itself, were it a link. */
    BasicFileAttributes attributes(Path path) throws IOException;

    boolean readable(Path file);

    /** The disk itself. */
    static FolderReader disk() {
        return new FolderReader() {
            @Override
            public List<Path> list(Path folder) throws IOException {
                List<Path> all = new ArrayList<>();
                try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                    stream.forEach(all::add);
                } catch (DirectoryIteratorException e) {
                    throw e.getCause();
                }
                return all;
            }

            @Override
            public BasicFileAttributes attributes(Path path) throws IOException {
                return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            }

            @Override
            public boolean readable(Path file) {
                return Files.isReadable(file);
            }
        };
    }
}
