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
import java.util.stream.Collectors;

/** Writes results.csv, summary.md and report.html. Stateless. */
public final class EvaluationReport {
    private EvaluationReport() {}

    /**
     * Writes the three files into a folder, each whole.
     *
     * @param pictures the clean ones
     * @param told what was evaluated, in sentences
     * @param metrics by which the sets of all pictures are compared
     * @param sheets how many pictures of each task the page shows
     */
    public static Table write(
            Path out, List<Cell> cells, List<Path> pictures, String told, int sheets, Metrics metrics) {
        Map<String, Path> clean = new LinkedHashMap<>();
        pictures.forEach(p -> clean.put(Companions.stem(p), p));
        FrechetScores frechet = FrechetScores.of(cells, out, clean, metrics);
        String how =
                told + frechet.remarks().stream().map(r -> "\n\n" + r + ".").collect(Collectors.joining());
        Table table = Table.of(cells, out, frechet);
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
