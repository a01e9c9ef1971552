package dev.psld.eval;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The words and numbers of a table's rows, for every form that it is written in. Stateless. */
final class Columns {
    static final List<String> NAMES = List.of(
            "method",
            "PSNR dB",
            "SSIM",
            "behind the best, dB",
            "hole dB",
            "known dB",
            "residual",
            "seconds",
            "network calls",
            "peak MB",
            "diversity",
            "pictures");

    private Columns() {}

    static List<String> of(Row row) {
        return List.of(
                row.method(),
                interval(row.psnr(), 2),
                interval(row.ssim(), 3),
                row.behind().mean() == 0 ? "best" : interval(row.behind(), 2),
                number(row.holePsnr(), 2),
                number(row.knownPsnr(), 2),
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
