package dev.psld.eval;

import java.util.List;
import java.util.Locale;

/** Drawings of a table's rows as SVG, to stand in a page of HTML. Stateless. */
final class Chart {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 300;
    private static final int LEFT = 50;
    private static final int BOTTOM = 40;

    private Chart() {}

    /** PSNR over seconds, the seconds by their logarithm. */
    static String quality(List<Row> rows) {
        List<Row> scored = rows.stream().filter(Row::scored).toList();
        double first =
                Math.log10(scored.stream().mapToDouble(Chart::seconds).min().orElse(1)) - 0.1;
        double last =
                Math.log10(scored.stream().mapToDouble(Chart::seconds).max().orElse(1)) + 0.5;
        double low = scored.stream().mapToDouble(r -> r.psnr().low()).min().orElse(0) - 0.5;
        double high = scored.stream().mapToDouble(r -> r.psnr().high()).max().orElse(1) + 0.5;
        StringBuilder svg = begin("PSNR in dB over seconds a picture, with 95 % intervals");
        for (int decade = (int) Math.ceil(first); decade <= last; decade++) {
            double x = across(decade, first, last);
            svg.append(text(x, HEIGHT - 12, "middle", decade < 0 ? "0.1" : "1" + "0".repeat(decade)))
                    .append(line(x, 10, x, HEIGHT - BOTTOM, "grid"));
        }
        double every = high - low > 8 ? 2 : 1;
        for (double db = Math.ceil(low / every) * every; db <= high; db += every) {
            double y = up(db, low, high);
            svg.append(text(LEFT - 6, y + 4, "end", String.format(Locale.ROOT, "%.0f", db)))
                    .append(line(LEFT, y, WIDTH - 10, y, "grid"));
        }
        for (Row row : scored) {
            double x = across(Math.log10(seconds(row)), first, last);
            double y = up(row.psnr().mean(), low, high);
            svg.append(line(x, up(row.psnr().low(), low, high), x, up(row.psnr().high(), low, high), "bar"));
            svg.append(String.format(Locale.ROOT, "<circle cx='%.1f' cy='%.1f' r='4'/>", x, y));
            svg.append(text(x + 7, y + 4, "start", row.method()));
        }
        return svg.append("</svg></figure>").toString();
    }

    private static double seconds(Row row) {
        return Math.max(0.05, row.seconds());
    }

    /** How many restorations left which residual: 0 to 4 and more, in steps of a fifth. */
    static String residuals(List<Double> values) {
        int[] counts = new int[20];
        values.forEach(v -> counts[Math.min(19, (int) (v * 5))]++);
        int most = 1;
        for (int count : counts) {
            most = Math.max(most, count);
        }
        StringBuilder svg =
                begin("How many pictures have which residual; 1 is nothing but noise, the last bar 3.8 and more");
        double step = (WIDTH - 10.0 - LEFT) / counts.length;
        for (int i = 0; i < counts.length; i++) {
            double height = (HEIGHT - BOTTOM - 20.0) * counts[i] / most;
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f'/>",
                    LEFT + i * step,
                    HEIGHT - BOTTOM - height,
                    step - 2,
                    height));
            if (i % 5 == 0) {
                svg.append(text(LEFT + i * step, HEIGHT - 12, "middle", Integer.toString(i / 5)));
            }
        }
        return svg.append(text(LEFT - 6, 24, "end", Integer.toString(most)))
                .append("</svg></figure>")
                .toString();
    }

    private static StringBuilder begin(String title) {
        return new StringBuilder("<figure><figcaption>" + title + "</figcaption><svg viewBox='0 0 " + WIDTH + " "
                + HEIGHT + "' width='" + WIDTH + "' role='img'><title>" + title + "</title>"
                + line(LEFT, HEIGHT - BOTTOM, WIDTH - 10, HEIGHT - BOTTOM, "axis"));
    }

    private static double across(double value, double first, double last) {
        return LEFT + (value - first) / (last - first) * (WIDTH - 10 - LEFT);
    }

    private static double up(double value, double low, double high) {
        return 10 + (high - value) / (high - low) * (HEIGHT - BOTTOM - 10);
    }

    private static String line(double x1, double y1, double x2, double y2, String kind) {
        return String.format(
                Locale.ROOT, "<line class='%s' x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f'/>", kind, x1, y1, x2, y2);
    }

    private static String text(double x, double y, String anchor, String words) {
        return String.format(
                Locale.ROOT,
                "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>",
                x,
                y,
                anchor,
                ReportPage.escaped(words));
    }
}
