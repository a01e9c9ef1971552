package dev.psld.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A table, drawings, contact sheets at 100 % and failures as one page of HTML that needs no other file. Immutable.
 *
 * @param out folder of the measured and restored pictures
 * @param clean files of the clean pictures by name
 * @param sheets how many pictures of each task are shown
 */
record ReportPage(Table table, List<Cell> cells, Path out, Map<String, Path> clean, int sheets, String how) {
    private static final String STYLE = """
            body{font:15px/1.45 system-ui,sans-serif;margin:2em auto;max-width:1100px;padding:0 1em;color:#222;background:#fff}
            table{border-collapse:collapse;margin:1em 0;display:block;overflow-x:auto}
            th,td{padding:.25em .6em;text-align:right;border-bottom:1px solid #ddd;white-space:nowrap;font-variant-numeric:tabular-nums}
            th:first-child,td:first-child{text-align:left}tr.best td{font-weight:600}
            .sheet{display:flex;flex-wrap:wrap;gap:8px;margin:.5em 0 1.5em}figure{margin:0}figcaption{font-size:12px}
            img{image-rendering:pixelated;display:block;background:#eee}
            svg{font:12px system-ui,sans-serif;fill:#333;margin:0 1em 0 0}svg circle,svg rect{fill:#2a6fb0}
            .grid{stroke:#e5e5e5}.axis{stroke:#999}.bar{stroke:#2a6fb0;stroke-width:2;opacity:.4}
            @media(prefers-color-scheme:dark){body{background:#16181b;color:#ddd}th,td{border-color:#333}
            svg{fill:#bbb}.grid{stroke:#2a2d31}svg circle,svg rect{fill:#6db1ef}.bar{stroke:#6db1ef}}
            """;

    String html() {
        StringBuilder page = new StringBuilder("<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>"
                + "<meta name='viewport' content='width=device-width'><title>Methods side by side</title><style>"
                + STYLE + "</style></head><body><h1>Methods side by side</h1><p>"
                + escaped(how).replace("\n\n", "</p><p>") + "</p>");
        page.append(
                "<p>Means over pictures with 95 % intervals by the bootstrap; a picture counts once, by its mean over"
                        + " seeds. “Behind the best” is PSNR picture by picture. The residual is ‖A x̂ − y‖/(σ√m), σ at least that of"
                        + " rounding to 8 bits: 1 is nothing but noise. The seam is the step across the border of a hole over that"
                        + " of the clean picture: 1 is none. Distances by networks are better the smaller they are.</p>");
        table.byTask().forEach((task, rows) -> section(page, task, rows));
        failures(page);
        return page.append("</body></html>\n").toString();
    }

    private void section(StringBuilder page, String task, List<Row> rows) {
        page.append("<h2>").append(escaped(task)).append("</h2><table><tr>");
        Columns.names(rows).forEach(name -> page.append("<th>").append(name).append("</th>"));
        page.append("</tr>");
        for (Row row : rows) {
            if (row.scored()) {
                page.append(row.behind().mean() == 0 ? "<tr class='best'>" : "<tr>");
                Columns.of(row, rows)
                        .forEach(c -> page.append("<td>").append(escaped(c)).append("</td>"));
                page.append("</tr>");
            }
        }
        page.append("</table>");
        String without = rows.stream()
                .filter(r -> !r.scored())
                .map(r -> "<li>" + escaped(r.method() + (r.failed() > 0 ? ": failed: " : ": n/a: ") + r.reason())
                        + "</li>")
                .collect(Collectors.joining());
        page.append(without.isEmpty() ? "" : "<ul>" + without + "</ul>");
        if (rows.stream().anyMatch(Row::scored)) {
            page.append(Chart.quality(rows));
        }
        List<Double> residuals = cells.stream()
                .filter(c -> c.task().equals(task))
                .flatMap(c -> c.scores().stream())
                .map(PictureScores::residual)
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .toList();
        page.append(residuals.isEmpty() ? "" : Chart.residuals(residuals));
        sheets(page, task);
    }

    private void sheets(StringBuilder page, String task) {
        Map<String, List<Cell>> pictures = new LinkedHashMap<>();
        for (Cell cell : cells) {
            if (cell.task().equals(task) && cell.file().isPresent()) {
                pictures.computeIfAbsent(cell.picture(), p -> new ArrayList<>()).add(cell);
            }
        }
        pictures.entrySet().stream().limit(sheets).forEach(entry -> {
            page.append("<div class='sheet'>");
            figure(page, clean.getOrDefault(entry.getKey(), Path.of("")), "clean");
            figure(page, out.resolve("measured").resolve(task).resolve(entry.getKey() + ".png"), "measured");
            Map<String, Cell> first = new LinkedHashMap<>();
            entry.getValue().forEach(c -> first.putIfAbsent(c.method(), c));
            first.forEach((method, cell) -> figure(
                    page,
                    out.resolve(cell.file().orElseThrow()),
                    String.format(
                            Locale.ROOT,
                            "%s %.2f dB",
                            method,
                            cell.scores().orElseThrow().psnr())));
            page.append("</div>");
        });
    }

    private static void figure(StringBuilder page, Path file, String caption) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try {
            String type = file.toString().toLowerCase(Locale.ROOT).endsWith(".png") ? "png" : "jpeg";
            String data = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
            page.append("<figure><img alt='")
                    .append(escaped(caption))
                    .append("' src='data:image/")
                    .append(type)
                    .append(";base64,")
                    .append(data)
                    .append("'><figcaption>")
                    .append(escaped(caption))
                    .append("</figcaption></figure>");
        } catch (IOException e) {
            throw new EvaluationException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void failures(StringBuilder page) {
        String lines = cells.stream()
                .filter(c -> c.status() == Cell.Status.FAILED)
                .map(c -> "<li>"
                        + escaped(c.task() + ", " + c.method() + ", " + c.picture() + ", seed " + c.seed() + ": "
                                + c.reason().orElse(""))
                        + "</li>")
                .collect(Collectors.joining());
        page.append(lines.isEmpty() ? "" : "<h2>What failed</h2><ul>" + lines + "</ul>");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;");
    }
}
