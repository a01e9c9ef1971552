package dev.psld.cli.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarLineTest {
    @ParameterizedTest
    @CsvSource({
        "4, a",
        "10, b",
        "19, c",
        "20, photo.png",
        "20, 写真写真写真写真",
        "30, 写真写真写真写真写真",
        "40, d",
        "79, 한국어",
        "200, e"
    })
    void a_line_is_never_longer_than_the_terminal(int columns, String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("a/photo with a name of some length/" + name)
                .setInitialMax(50)
                .setRenderer(new BarLine())
                .setMaxRenderedLength(columns)
                .setConsumer(
                        new ConsoleProgressBarConsumer(new PrintStream(bytes, true, StandardCharsets.UTF_8), columns))
                .build()) {
            bar.stepTo(21);
            bar.setExtraMessage(" residual 1.02");
            bar.refresh();
        }
        String[] lines = bytes.toString(StandardCharsets.UTF_8).split("[\r\n]+");
        assertThat(lines).isNotEmpty();
        for (String line : lines) {
            assertThat(Cells.of(line.stripTrailing())).isLessThanOrEqualTo(columns);
        }
        assertThat(String.join("\n", lines)).contains(columns < 19 ? "42%" : "42% 0:00:0");
    }
}
