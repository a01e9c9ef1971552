package dev.psld.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder for half-made files that goes away when it is closed, also when the program is interrupted. Used by one thread.
 */
public final class TemporaryFolder implements AutoCloseable {
    private final Path folder;
    private final Thread sweep = new Thread(this::sweep);

    private TemporaryFolder(Path folder) {
        this.folder = folder;
        try {
            Runtime.getRuntime().addShutdownHook(sweep);
        } catch (IllegalStateException e) {
            // The program is ending: only close() removes the folder.
        }
    }

    /** A new folder where the system keeps temporary files. */
    public static TemporaryFolder temporary() {
        try {
            return new TemporaryFolder(Files.createTempDirectory("psld-"));
        } catch (IOException e) {
            throw new OutputException("no temporary folder can be made: " + e.getMessage(), e);
        }
    }

    /** Exactly this folder, emptied first: it must lie where its files will be moved from. */
    public static TemporaryFolder at(Path folder) throws IOException {
        delete(folder);
        Files.createDirectory(folder);
        return new TemporaryFolder(folder);
    }

    public Path folder() {
        return folder;
    }

    public Path resolve(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(sweep);
        } catch (IllegalStateException e) {
            // The program is ending: the hook may sweep at the same time, which does no harm.
        }
        sweep();
    }

    private void sweep() {
        try {
            delete(folder);
        } catch (IOException e) {
            throw new OutputException(folder + " cannot be removed: " + e.getMessage(), e);
        }
    }

    /** Removes a folder and what is in it; nothing where there is none. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
