package dev.psld.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A hidden folder in which files are made until all are whole, then moved to where they belong. Used by one thread;
 * closing it, or Ctrl-C, leaves nothing of it behind.
 */
public final class StagedFolder implements AutoCloseable {
    private final Path target;
    private final boolean made;
    private final Path folder;
    private final Thread sweep;

    private StagedFolder(Path target, boolean made, Path folder) {
        this.target = target;
        this.made = made;
        this.folder = folder;
        this.sweep = new Thread(this::sweep);
        Runtime.getRuntime().addShutdownHook(sweep);
    }

    /** A staged folder in the folder that the files are for, which is made where it is missing. */
    public static StagedFolder in(Path target) {
        try {
            boolean made = !Files.exists(target);
            if (!Files.isDirectory(target)) {
                Files.createDirectories(target);
            }
            return new StagedFolder(target, made, Files.createTempDirectory(target, ".psld-"));
        } catch (FileAlreadyExistsException e) {
            throw new OutputException(target + " is a file: give a folder with -o");
        } catch (IOException e) {
            throw new OutputException(
                    target + " cannot be written to (" + e.getMessage() + "): give another folder with -o");
        }
    }

    /** A staged folder whose files nobody wants to keep. */
    public static StagedFolder temporary() {
        try {
            Path folder = Files.createTempDirectory("psld-");
            return new StagedFolder(folder, false, folder);
        } catch (IOException e) {
            throw new OutputException("no temporary folder can be made: " + e.getMessage());
        }
    }

    /** Where to make the files. */
    public Path folder() {
        return folder;
    }

    /**
     * Moves the files to their place.
     *
     * @throws OutputException when one is there already and may not be replaced; then none was moved
     */
    public void publish(boolean overwrite) {
        try {
            List<Path> files = files();
            for (Path file : files) {
                Path place = target.resolve(file.getFileName());
                if (!overwrite && Files.exists(place)) {
                    throw new OutputException(place + " exists already: give --overwrite, or another folder with -o");
                }
            }
            for (Path file : files) {
                Files.move(file, target.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new OutputException(target + " cannot be written to: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        sweep();
        try {
            Runtime.getRuntime().removeShutdownHook(sweep);
        } catch (IllegalStateException e) {
            // The program is ending: the hook may sweep at the same time, which does no harm.
        }
    }

    private void sweep() {
        try {
            for (Path file : files()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
            if (made && isEmpty()) {
                Files.deleteIfExists(target);
            }
        } catch (IOException e) {
            throw new OutputException(folder + " cannot be removed: " + e.getMessage());
        }
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.findAny().isEmpty();
        }
    }
}
