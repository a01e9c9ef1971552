package dev.psld.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineDiffTest {
    @ParameterizedTest
    @CsvSource({
        "a b c, a b c, ''",
        "a b c, a x c, '- b;+ x'",
        "a b, a b c, + c",
        "a b c, b c, - a",
        "'', a, + a",
        "a b c d, a c e d, '- b;+ e'"
    })
    void what_stays_is_left_out(String before, String after, String lines) {
        assertThat(String.join(";", LineDiff.between(before.replace(' ', '\n'), after.replace(' ', '\n'))))
                .isEqualTo(lines);
    }
}
