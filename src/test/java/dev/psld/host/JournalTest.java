package dev.psld.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T14:03:00Z"), ZoneOffset.UTC);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void journald_gets_priorities_in_front() {
        Journal journal = new Journal(out, true, Priority.DEBUG, CLOCK);
        journal.error("a");
        journal.warning("b");
        journal.notice("c");
        journal.info("d");
        journal.debug("e");
        assertThat(lines()).containsExactly("<3>a", "<4>b", "<5>c", "<6>d", "<7>e");
    }

    @Test
    void people_get_the_time_and_what_is_not_ordinary() {
        Journal journal = new Journal(out, false, Priority.INFO, CLOCK);
        journal.error("a");
        journal.info("b");
        journal.debug("c");
        assertThat(lines()).containsExactly("14:03:00 error: a", "14:03:00 b");
    }

    @Test
    void the_level_can_be_changed_while_it_runs() {
        Journal journal = new Journal(out, true, Priority.INFO, CLOCK);
        journal.debug("a");
        journal.least(Priority.DEBUG);
        journal.debug("b");
        journal.least(Priority.ERROR);
        journal.warning("c");
        assertThat(lines()).containsExactly("<7>b");
    }

    @Test
    void a_text_cannot_forge_a_second_line() {
        new Journal(out, true, Priority.INFO, CLOCK).info("photo\n<0>panic\u001b[2J\r.jpg 🙂");
        assertThat(lines()).containsExactly("<6>photo\\n<0>panic\\u001b[2J\\u000d.jpg 🙂");
    }

    @Test
    void journald_is_recognised_by_the_stream_that_it_named(@TempDir Path folder) throws IOException {
        Path stream = Files.createFile(folder.resolve("stream"));
        String named = Files.getAttribute(stream, "unix:dev") + ":" + Files.getAttribute(stream, "unix:ino");
        assertThat(Journal.journald(Map.of("JOURNAL_STREAM", named), stream)).isTrue();
        assertThat(Journal.journald(Map.of("JOURNAL_STREAM", named), folder)).isFalse();
        assertThat(Journal.journald(Map.of("JOURNAL_STREAM", named), folder.resolve("none")))
                .isFalse();
        assertThat(Journal.journald(Map.of(), stream)).isFalse();
    }

    private String[] lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toArray(String[]::new);
    }
}
