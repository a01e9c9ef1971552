package dev.psld.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.job.ReportFile;
import dev.psld.picture.PixelSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a job became: its picture, and what lies beside that. Immutable.
 *
 * @param json of the report; a missing node where there is none
 * @param samples in their order; none where one was drawn
 * @param size of the picture; empty where it is gone
 */
record ResultFiles(
        Path picture,
        Path report,
        JsonNode json,
        Optional<Path> uncertainty,
        List<Path> samples,
        Optional<PixelSize> size) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Bytes; a report of a thousand samples has less. */
    private static final long LARGEST = 4 << 20;

    static ResultFiles of(Path picture) {
        String name = String.valueOf(picture.getFileName());
        String stem = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        Path report = picture.resolveSibling(stem + ".json");
        JsonNode json = read(report);
        Path heat = picture.resolveSibling(stem + ".uncertainty.png");
        return new ResultFiles(
                picture,
                report,
                json,
                Optional.of(heat).filter(ResultFiles::plain),
                samples(picture, json),
                plain(picture) ? PixelSize.of(picture) : Optional.empty());
    }

    /** Names only, and no more than there are: whoever wrote the report, it leads to no other folder. */
    private static List<Path> samples(Path picture, JsonNode json) {
        List<Path> samples = new ArrayList<>();
        for (JsonNode one : json.path("samples")) {
            String name = one.path(ReportFile.FILE).asText();
            Path file = name.contains("/") || name.isEmpty() ? picture : picture.resolveSibling(name);
            if (!file.equals(picture) && plain(file)) {
                samples.add(file);
            }
        }
        return samples;
    }

    private static JsonNode read(Path report) {
        try {
            if (plain(report) && Files.size(report) <= LARGEST) {
                return MAPPER.readTree(Files.readAllBytes(report));
            }
        } catch (IOException e) {
            // As if there were none.
        }
        return MAPPER.missingNode();
    }

    private static boolean plain(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }
}
