package dev.psld.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.psld.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Cells as files of a folder, each written whole, so that a run that was killed goes on where it stopped. Not thread-safe. */
final class CellStore {
    private static final ObjectMapper MAPPER = new ObjectMapper().registerModule(new Jdk8Module());

    private final Path folder;

    CellStore(Path folder) {
        this.folder = folder;
    }

    private Path file(String task, String method, String picture, long seed) {
        return folder.resolve(method).resolve(task).resolve(picture + "-" + seed + ".json");
    }

    /** A cell of an earlier run; empty where there is none, or one of something else. */
    Optional<Cell> earlier(String key, String task, String method, String picture, long seed) {
        try {
            Cell cell = MAPPER.readValue(Files.readAllBytes(file(task, method, picture, seed)), Cell.class);
            return Optional.of(cell).filter(c -> c.key().equals(key));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void keep(Cell cell) {
        Path file = file(cell.task(), cell.method(), cell.picture(), cell.seed());
        try {
            Files.createDirectories(file.getParent());
            AtomicFile.write(file, true, MAPPER.writeValueAsBytes(cell));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            throw new EvaluationException(folder + " cannot be written: " + e.getMessage(), e);
        }
    }
}
