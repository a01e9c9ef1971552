package dev.psld.bundle;

import dev.psld.file.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Half-made models that an export left when it was killed: {@code .NAME.part}, of gigabytes. Stateless. */
final class Leftovers {
    /** An export that is at work writes far more often than once in this time. */
    private static final Duration LEFT = Duration.ofHours(24);

    private Leftovers() {}

    /** The hidden folder in which a model is made, beside where it will be. */
    static Path partial(Path target) {
        return target.resolveSibling("." + target.getFileName() + ".part");
    }

    /** Removes those in a folder of models that nobody has written to for a day; what cannot be removed stays. */
    static void sweep(Path models, Instant now) {
        for (Path folder : folders(models)) {
            try {
                if (last(folder).toInstant().isBefore(now.minus(LEFT))) {
                    TemporaryFolder.delete(folder);
                }
            } catch (IOException e) {
                // of another user, or on its way to its place: the next one looks again
            }
        }
    }

    private static List<Path> folders(Path models) {
        try (Stream<Path> all = Files.list(models)) {
            return all.filter(f -> String.valueOf(f.getFileName()).matches("\\..+\\.part"))
                    .filter(Files::isDirectory)
                    .filter(f -> !Files.isSymbolicLink(f))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** When something in it, or the folder itself, was written last. */
    private static FileTime last(Path folder) throws IOException {
        FileTime last = Files.getLastModifiedTime(folder);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                FileTime time = Files.getLastModifiedTime(file);
                last = time.compareTo(last) > 0 ? time : last;
            }
        }
        return last;
    }
}
