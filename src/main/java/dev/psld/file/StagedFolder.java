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
    private final TemporaryFolder folder;

    private StagedFolder(Path target, TemporaryFolder folder) {
        this.target = target;
        this.folder = folder;
    }

    /** A staged folder in the folder that the files are for, which is made where it is missing. */
    public static StagedFolder in(Path target) {
        try {
            return new StagedFolder(target, TemporaryFolder.in(target));
        } catch (FileAlreadyExistsException e) {
            throw new OutputException(target + " is a file: give a folder with -o");
        } catch (IOException e) {
            throw new OutputException(
                    target + " cannot be written to (" + e.getMessage() + "): give another folder with -o");
        }
    }

    /** A staged folder whose files nobody wants to keep. */
    public static StagedFolder temporary() {
        TemporaryFolder folder = TemporaryFolder.temporary();
        return new StagedFolder(folder.folder(), folder);
    }

    /** Where to make the files. */
    public Path folder() {
        return folder.folder();
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
        folder.close();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.folder())) {
            return files.toList();
        }
    }
}
