package dev.psld.eval;

import java.util.List;
import java.util.stream.Collectors;

/** A table in Markdown. Stateless. */
final class SummaryPage {
    private SummaryPage() {}

    /** @param how what was evaluated, and by which command, in sentences */
    static String of(Table table, String how) {
        StringBuilder page = new StringBuilder("# Methods side by side\n\n" + how + "\n");
        table.byTask().forEach((task, rows) -> {
            page.append("\n## ").append(task).append("\n\n").append(line(Columns.names(rows)));
            page.append(line(Columns.names(rows).stream().map(n -> "---").toList()));
            rows.stream().filter(Row::scored).forEach(row -> page.append(line(Columns.of(row, rows))));
            List<Row> without = rows.stream().filter(r -> !r.scored()).toList();
            without.forEach(row -> page.append(without.indexOf(row) == 0 ? "\n" : "")
                    .append("- ")
                    .append(row.method())
                    .append(row.failed() > 0 ? ": failed: " : ": n/a: ")
                    .append(row.reason())
                    .append('\n'));
        });
        return page.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(c -> c.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
