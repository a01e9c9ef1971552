package dev.psld.eval;

import dev.psld.file.AtomicFile;
import dev.psld.restore.photo.Companions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes results.csv, summary.md and report.html. Stateless. */
public final class EvaluationReport {
    private EvaluationReport() {}

    /**
     * Writes the three files into a folder, each whole.
     *
     * @param pictures the clean ones
     * @param how what was evaluated, in sentences
     * @param sheets how many pictures of each task the page shows
     */
    public static Table write(Path out, List<Cell> cells, List<Path> pictures, String how, int sheets) {
        Table table = Table.of(cells, out);
        Map<String, Path> clean = new LinkedHashMap<>();
        pictures.forEach(p -> clean.put(Companions.stem(p), p));
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new EvaluationException(out + " cannot be made: " + e.getMessage(), e);
        }
        text(out.resolve("results.csv"), ResultsCsv.of(cells));
        text(out.resolve("summary.md"), SummaryPage.of(table, how));
        text(out.resolve("report.html"), new ReportPage(table, cells, out, clean, sheets, how).html());
        return table;
    }

    private static void text(Path file, String text) {
        AtomicFile.write(file, true, text.getBytes(StandardCharsets.UTF_8));
    }
}
