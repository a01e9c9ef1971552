package dev.psld.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder for half-made files that goes away when it is closed, also when the program is interrupted. Used by one thread.
 */
public final class TemporaryFolder implements AutoCloseable {
    private final Path folder;
    private final Optional<Path> made;
    private final Interruption.Sweep sweep = this::sweep;

    /** @param made the folder around it where that was made for it: it goes too, if nothing else is in it by then */
    private TemporaryFolder(Path folder, Optional<Path> made) {
        this.folder = folder;
        this.made = made;
        Interruption.runs(sweep);
    }

    /** A new folder where the system keeps temporary files. */
    public static TemporaryFolder temporary() {
        try {
            return new TemporaryFolder(Files.createTempDirectory("psld-"), Optional.empty());
        } catch (IOException e) {
            throw new OutputException("no temporary folder can be made: " + e.getMessage(), e);
        }
    }

    /**
     * A new hidden folder in another one, which is made where it is missing.
     *
     * @throws java.nio.file.FileAlreadyExistsException where that is a file
     */
    static TemporaryFolder in(Path around) throws IOException {
        boolean missing = !Files.exists(around);
        if (!Files.isDirectory(around)) {
            Files.createDirectories(around);
        }
        return new TemporaryFolder(
                Files.createTempDirectory(around, ".psld-"), missing ? Optional.of(around) : Optional.empty());
    }

    /** Exactly this folder, emptied first: it must lie where its files will be moved from. */
    public static TemporaryFolder at(Path folder) throws IOException {
        delete(folder);
        Files.createDirectory(folder);
        return new TemporaryFolder(folder, Optional.empty());
    }

    public Path folder() {
        return folder;
    }

    public Path resolve(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        sweep();
        Interruption.forgets(sweep);
    }

    private void sweep() {
        try {
            delete(folder);
            if (made.isPresent() && isEmpty(made.get())) {
                Files.deleteIfExists(made.get());
            }
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

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
