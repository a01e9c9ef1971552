package dev.psld.fleet;

import dev.psld.job.Printable;
import dev.psld.job.QueueException;
import dev.psld.job.ReportFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Puts results of jobs into a folder, under the photos’ names, and replaces nothing there. Used by one thread. */
final class FetchedResults {
    private final ObjectFiles store;
    private final Path folder;

    FetchedResults(ObjectFiles store, Path folder) {
        this.store = store;
        this.folder = folder;
    }

    /**
     * Writes those of one job, the picture last.
     *
     * @return the picture
     */
    Path write(EndedEntry ended) {
        Path staged = folder.resolve(".psld-" + UUID.randomUUID());
        try {
            Files.createDirectories(staged);
            for (StoredFile file : ended.ending().files()) {
                if (!store.fetch(file.object(), staged.resolve("photo" + file.suffix()))) {
                    throw new QueueException(
                            "The results of " + Printable.of(ended.job().name()) + " are kept no longer.");
                }
            }
            Optional<Path> picture = Optional.empty();
            for (int number = 1; picture.isEmpty(); number++) {
                picture = place(ended, staged, number);
            }
            return picture.get();
        } catch (IOException e) {
            throw new QueueException("Results cannot be written to " + folder + ": " + e.getMessage() + ".", e);
        } finally {
            LocalFiles.drop(staged);
        }
    }

    /** Under one number, all or none. */
    private Optional<Path> place(EndedEntry ended, Path staged, int number) throws IOException {
        Map<String, String> names = new LinkedHashMap<>();
        String stem = ended.job().stem() + (number == 1 ? "" : "-" + number);
        for (StoredFile file : ended.ending().files()) {
            names.put(ended.job().stem() + file.suffix(), stem + file.suffix());
        }
        if (names.values().stream().anyMatch(name -> Files.exists(folder.resolve(name)))) {
            return Optional.empty();
        }
        List<Path> placed = new ArrayList<>();
        for (StoredFile file : ended.ending().files()) {
            Path from = staged.resolve("photo" + file.suffix());
            if (file.suffix().endsWith(".json")) {
                Optional<byte[]> renamed =
                        ReportFile.renamed(Files.readAllBytes(from), name -> Optional.ofNullable(names.get(name)));
                if (renamed.isPresent()) {
                    Files.write(from, renamed.get());
                }
            }
            Path to = folder.resolve(stem + file.suffix());
            try {
                Files.copy(from, to); // replaces nothing
                placed.add(to);
            } catch (FileAlreadyExistsException e) {
                for (Path one : placed) {
                    Files.deleteIfExists(one);
                }
                return Optional.empty();
            }
        }
        return Optional.of(placed.get(placed.size() - 1));
    }
}
