package dev.psld.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** The words and numbers of a table's rows, for every form that it is written in. Stateless. */
final class Columns {
    private static final List<String> NAMES = List.of(
            "method",
            "PSNR dB",
            "SSIM",
            "behind the best, dB",
            "hole dB",
            "known dB",
            "seam",
            "residual",
            "seconds",
            "network calls",
            "peak MB",
            "diversity",
            "pictures");

    private Columns() {}

    /** The heads of the columns of some rows: those of metrics where any has them. */
    static List<String> names(List<Row> rows) {
        List<String> names = new ArrayList<>(NAMES);
        metrics(rows).forEach(names::add);
        return names;
    }

    private static Set<String> metrics(List<Row> rows) {
        Set<String> metrics = new TreeSet<>();
        rows.forEach(row -> {
            metrics.addAll(row.distances().keySet());
            metrics.addAll(row.frechet().keySet());
        });
        return metrics;
    }

    /** A row among others, under the same heads. */
    static List<String> of(Row row, List<Row> rows) {
        List<String> columns = new ArrayList<>(of(row));
        for (String metric : metrics(rows)) {
            Interval distance = row.distances().get(metric);
            Double frechet = row.frechet().get(metric);
            columns.add(
                    distance != null
                            ? interval(distance, 4)
                            : frechet != null ? String.format(Locale.ROOT, "%.2f", frechet) : "");
        }
        return columns;
    }

    private static List<String> of(Row row) {
        return List.of(
                row.method(),
                interval(row.psnr(), 2),
                interval(row.ssim(), 3),
                row.behind().mean() == 0 ? "best" : interval(row.behind(), 2),
                number(row.holePsnr(), 2),
                number(row.knownPsnr(), 2),
                number(row.seam(), 2),
                number(row.residual(), 2),
                String.format(Locale.ROOT, "%.1f", row.seconds()),
                number(row.networkCalls(), 0),
                number(row.peakMegabytes(), 0),
                number(row.diversity(), 3),
                row.psnr().count() + (row.failed() > 0 ? ", " + row.failed() + " failed" : ""));
    }

    private static String interval(Interval i, int digits) {
        String form = "%." + digits + "f";
        return String.format(Locale.ROOT, form + " (" + form + " … " + form + ")", i.mean(), i.low(), i.high());
    }

    private static String number(OptionalDouble value, int digits) {
        return value.isPresent() ? String.format(Locale.ROOT, "%." + digits + "f", value.getAsDouble()) : "";
    }
}
