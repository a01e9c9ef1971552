package dev.psld.job;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * What those see who follow a job in work. Immutable; kept as files in a folder that goes with the job.
 *
 * @param step the last that was made, over all samples
 * @param steps of the whole job
 * @param residuals ‖A x̂ − y‖/(σ√m) after steps where something was measured, the oldest first
 * @param previewed after which step the preview was made; 0 where there is none
 */
public record JobView(int step, int steps, List<Residual> residuals, int previewed) {
    /** Of nothing. */
    public static final JobView NONE = new JobView(0, 0, List.of(), 0);

    private static final String NUMBERS = "view.json";
    private static final String PREVIEW = "preview.jpg";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** A point of the curve. */
    public record Residual(int step, double value) {}

    public JobView {
        residuals = List.copyOf(residuals);
    }

    /** What the folder holds; empty where nobody wrote anything, or the job has just gone elsewhere. */
    public static Optional<JobView> read(Path folder) {
        try {
            return Optional.of(MAPPER.readValue(Files.readAllBytes(folder.resolve(NUMBERS)), JobView.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The picture believed in after step {@link #previewed}. */
    public static Path preview(Path folder) {
        return folder.resolve(PREVIEW);
    }

    /** Puts these in place of those of before. */
    public void write(Path folder) throws IOException {
        replace(folder.resolve(NUMBERS), MAPPER.writeValueAsBytes(this));
    }

    /** Puts a JPEG in place of the preview. */
    public static void writePreview(Path folder, byte[] jpeg) throws IOException {
        replace(preview(folder), jpeg);
    }

    /** Not synced: after a power cut nobody wants it. */
    private static void replace(Path file, byte[] bytes) throws IOException {
        Path made = file.resolveSibling(file.getFileName() + ".new");
        Files.write(made, bytes);
        try {
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            throw e; // the job has gone elsewhere, and the folder with it
        } catch (IOException e) {
            Files.deleteIfExists(made);
            throw e;
        }
    }
}
