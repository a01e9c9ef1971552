package dev.psld.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TableTest {
    private static Cell cell(String method, String picture, long seed, double psnr) {
        return new Cell(
                "",
                "sr4",
                method,
                picture,
                seed,
                Cell.Status.DONE,
                Optional.empty(),
                Optional.of(new PictureScores(
                        psnr,
                        0.5,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.of(1),
                        Map.of("eyes", psnr / 100))),
                2,
                OptionalInt.of(10),
                OptionalLong.empty(),
                Optional.empty());
    }

    @Test
    void a_picture_counts_once_and_the_best_method_stands_first() {
        Cell refused = Cell.without("", "sr4", "biharmonic", "a", 42, Cell.Status.NOT_APPLICABLE, "no, <why>");
        Table table = Table.of(
                List.of(
                        cell("low", "a", 42, 20),
                        cell("low", "b", 42, 24),
                        cell("high", "a", 42, 21),
                        cell("high", "a", 43, 23),
                        cell("high", "b", 42, 26),
                        refused),
                Path.of("."),
                FrechetScores.NONE);
        List<Row> rows = Objects.requireNonNull(table.byTask().get("sr4"));
        assertThat(rows).extracting(Row::method).containsExactly("high", "low", "biharmonic");
        assertThat(rows.get(0).psnr().mean()).isEqualTo(24);
        assertThat(rows.get(0).psnr().count()).isEqualTo(2);
        assertThat(rows.get(1).behind().mean()).isEqualTo(-2);
        assertThat(rows.get(1).behind().low()).isEqualTo(-2);
        String page = SummaryPage.of(table, "How.");
        assertThat(page)
                .contains("| high | 24.00 (22.00 … 26.00) |", "| eyes |", "| 0.2400 (0.2200 … 0.2600) |")
                .contains("- biharmonic: n/a: no, <why>");
        assertThat(ReportPage.escaped("<why>")).isEqualTo("&lt;why&gt;");
        assertThat(ResultsCsv.of(List.of(refused)).lines().skip(1))
                .containsExactly("sr4,biharmonic,a,42,not applicable,,,,,,,,,,,\"no, <why>\"");
    }

    /** Of normal numbers the interval is that of the mean's normal distribution. */
    @Test
    void an_interval_is_as_wide_as_theory_says() {
        double[] values = new SplittableRandom(2).doubles(400).toArray();
        Interval interval = Interval.of(values);
        double half = 1.96 * Math.sqrt(1 / 12.0 / 400);
        assertThat((interval.high() - interval.low()) / 2).isCloseTo(half, within(0.1 * half));
        assertThat(interval.mean()).isBetween(interval.low(), interval.high());
        assertThat(Interval.of(3)).isEqualTo(new Interval(3, 3, 3, 1));
        assertThat(Interval.of().mean()).isNaN();
    }
}
