package dev.psld.eval;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** Every cell as a line of comma-separated values (RFC 4180). Stateless. */
final class ResultsCsv {
    private ResultsCsv() {}

    static String of(List<Cell> cells) {
        Set<String> metrics = new TreeSet<>();
        cells.forEach(cell ->
                cell.scores().ifPresent(s -> metrics.addAll(s.distances().keySet())));
        StringBuilder csv = new StringBuilder(
                "task,method,picture,seed,status,psnr,ssim,psnr_hole,psnr_known,seam,residual,seconds,network_calls,peak_bytes,file,reason");
        metrics.forEach(metric -> csv.append(",distance_").append(metric));
        csv.append("\r\n");
        for (Cell cell : cells) {
            csv.append(String.join(
                    ",",
                    cell.task(),
                    quoted(cell.method()),
                    quoted(cell.picture()),
                    Long.toString(cell.seed()),
                    cell.status().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    cell.scores().map(s -> number(s.psnr())).orElse(""),
                    cell.scores().map(s -> number(s.ssim())).orElse(""),
                    number(cell.scores().map(PictureScores::holePsnr).orElse(OptionalDouble.empty())),
                    number(cell.scores().map(PictureScores::knownPsnr).orElse(OptionalDouble.empty())),
                    number(cell.scores().map(PictureScores::seam).orElse(OptionalDouble.empty())),
                    number(cell.scores().map(PictureScores::residual).orElse(OptionalDouble.empty())),
                    cell.scores().isPresent() ? number(cell.seconds()) : "",
                    cell.networkCalls().isPresent()
                            ? Integer.toString(cell.networkCalls().getAsInt())
                            : "",
                    cell.peakBytes().isPresent()
                            ? Long.toString(cell.peakBytes().getAsLong())
                            : "",
                    quoted(cell.file().orElse("")),
                    quoted(cell.reason().orElse(""))));
            for (String metric : metrics) {
                Double distance =
                        cell.scores().map(s -> s.distances().get(metric)).orElse(null);
                csv.append(',').append(distance == null ? "" : number(distance));
            }
            csv.append("\r\n");
        }
        return csv.toString();
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
