package dev.psld.cli;

import dev.psld.bundle.TinyBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Folders of the tiny bundle, whose pictures are 16×16, for the verbs to work with. */
public final class TinyModelFolder {
    private TinyModelFolder() {}

    /** Exports the bundle into a folder. */
    public static Path export(Path folder) throws IOException {
        return TinyBundle.folder(folder);
    }

    /** A copy of it, to be damaged. */
    static Path copy(Path bundle, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path file : list(bundle)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
        return to;
    }

    /** Names in a folder, sorted. */
    static List<String> names(Path folder) throws IOException {
        return list(folder).stream().map(f -> f.getFileName().toString()).toList();
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
