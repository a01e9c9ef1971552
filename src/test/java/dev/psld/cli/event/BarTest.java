package dev.psld.cli.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a terminal shows in the end of a bar and of the lines that come meanwhile. */
class BarTest {
    private static final String NAME = "holidays/写真 of a summer.png";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 79})
    void lines_that_wrap_are_whole_and_the_bar_leaves_nothing(int columns) throws InterruptedException {
        PrintWriter writer = new PrintWriter(stream, true, StandardCharsets.UTF_8);
        List<String> said = new ArrayList<>();
        try (Bar bar = new Bar(new TextLines(writer, writer), new TerminalLine(stream, columns - 1))) {
            bar.tell(new Event.Started(NAME, "sr4", 3));
            for (int step = 1; step <= 3; step++) {
                Thread.sleep(250); // as long as a bar stands
                String remark = "a remark that is longer than this terminal is wide, number " + step;
                bar.tell(new Event.Remark(NAME, remark));
                said.add(NAME + ": " + remark);
                bar.tell(new Event.Step(NAME, step, 3, OptionalDouble.of(1.02)));
            }
            bar.tell(new Event.Finished(NAME, List.of("out/a.png"), OptionalDouble.of(1.02), 7.5));
            said.add(NAME + " → out/a.png, residual 1.02, 7.5 s");
        }
        Terminal terminal = new Terminal(columns);
        bytes.toString(StandardCharsets.UTF_8).codePoints().forEach(terminal::put);
        assertThat(terminal.widestBar()).isLessThan(columns);
        assertThat(terminal.lines()).containsExactlyElementsOf(said);
    }
}
