package dev.psld.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.file.NearWord;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Printable names, near names, and the text of a failure. */
class PrintableTest {
    @Test
    void names_stay_on_their_line_and_keep_their_letters() {
        assertThat(Printable.of("a b é 😀 👨‍👩‍👧.jpg")).isEqualTo("a b é 😀 👨‍👩‍👧.jpg");
        assertThat(Printable.of("a\nb\r\t\\c\u001b[2J")).isEqualTo("a\\nb\\r\\t\\\\c\\u001b[2J");
        assertThat(Printable.of("gpj.\u202egnp\u2028\ud800")).isEqualTo("gpj.\\u202egnp\\u2028\\ud800");
    }

    @Test
    void near_words_differ_in_few_letters() {
        List<String> known = List.of("steps", "samples", "sigmaY", "seed");
        assertThat(NearWord.of("step", known)).hasValue("steps");
        assertThat(NearWord.of("STEPS", known)).hasValue("steps");
        assertThat(NearWord.of("sigma_y", known)).hasValue("sigmaY");
        assertThat(NearWord.of("colour", known)).isEmpty();
        assertThat(NearWord.several("see", List.of("seed", "seen", "sea", "tree"), 2))
                .containsExactly("sea", "seed");
    }

    @Test
    void the_text_of_a_failure_says_what_when_and_which() {
        Job job = new Job("id-1", "sr4", "two\nlines.jpg", false, Instant.EPOCH, 2);
        assertThat(new Failure(job, "It is torn. Scan it again.", Instant.EPOCH).text())
                .isEqualTo("""
                        two\\nlines.jpg was not restored.

                        It is torn. Scan it again.

                        task: sr4
                        job: id-1, attempt 2
                        at: 1970-01-01T00:00:00Z
                        """);
        assertThat(job.shown()).isEqualTo("sr4/two\\nlines.jpg");
    }
}
