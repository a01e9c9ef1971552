package dev.psld.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings file of a job. */
class JobSettingsTest {
    @TempDir
    Path folder;

    @Test
    void every_key_is_read() throws IOException {
        JobSettings s = read(
                "{\"steps\": 1, \"gamma\": 2.5, \"omega\": 3, \"sigmaY\": 0.05, \"blurSigma\": 1.5, \"featherSize\": 20, \"featherSigma\": 3.5, \"samples\": 4,"
                        + " \"seed\": -9223372036854775808, \"method\": \"psld\", \"maskInverted\": true, \"maxTime\": \"5min\","
                        + " \"denoiseKnown\": true, \"strip\": true, \"model\": \"m\"}");
        assertThat(s.steps()).hasValue(1);
        assertThat(s.gamma()).hasValue(2.5);
        assertThat(s.omega()).hasValue(3);
        assertThat(s.sigmaY()).hasValue(0.05);
        assertThat(s.blurSigma()).hasValue(1.5);
        assertThat(s.featherSize()).hasValue(20);
        assertThat(s.featherSigma()).hasValue(3.5);
        assertThat(s.samples()).hasValue(4);
        assertThat(s.seed()).hasValue(Long.MIN_VALUE);
        assertThat(s.method()).hasValue("psld");
        assertThat(s.maskInverted()).hasValue(true);
        assertThat(s.maxTime()).hasValue("5min");
        assertThat(s.denoiseKnown()).hasValue(true);
        assertThat(s.strip()).hasValue(true);
        assertThat(s.model()).hasValue("m");
    }

    @Test
    void every_key_is_optional_and_the_own_file_goes_over_the_defaults() throws IOException {
        assertThat(read("{}")).isEqualTo(JobSettings.none());
        JobSettings both = read("{\"steps\": 1, \"model\": \"own\"}").over(read("{\"steps\": 2, \"seed\": 3}"));
        assertThat(both.steps()).hasValue(1);
        assertThat(both.seed()).hasValue(3);
        assertThat(both.model()).hasValue("own");
        assertThat(both.gamma()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'step': 3}|did you mean steps?",
                "{'sigma_y': 3}|did you mean sigmaY?",
                "{'colour': 3}|known are steps, gamma",
                "{'steps': 3.5}|steps in a.json cannot be 3.5: give a whole number.",
                "{'steps': '3'}|give a whole number",
                "{'steps': null}|cannot be null",
                "{'steps': 3000000000}|give a whole number",
                "{'gamma': 'x'}|give a number",
                "{'gamma': 1e999}|give a number",
                "{'gamma': NaN}|not valid JSON",
                "{'seed': 1.0}|64 bits",
                "{'method': 3}|a word in quotes",
                "{'method': ' '}|a word in quotes",
                "{'maskInverted': 'yes'}|true or false",
                "{'steps': 1, 'steps': 2}|not valid JSON: line 1",
                "{'steps': 1} {}|not valid JSON",
                "{'steps': 1|not valid JSON",
                "[1, 2]|holds no JSON object",
                "null|holds no JSON object",
            })
    void what_is_wrong_is_said(String json, String sentence) {
        assertThatExceptionOfType(JobException.class)
                .isThrownBy(() -> read(json.replace('\'', '"')))
                .withMessageContaining(sentence)
                .withMessageContaining("a.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0\0\0", "\u001b[2J", "true", "\"x\""})
    void wild_bytes_are_no_settings(String content) {
        assertThatExceptionOfType(JobException.class).isThrownBy(() -> read(content));
    }

    @Test
    void deep_and_long_files_are_refused_before_they_fill_the_memory() {
        assertThatExceptionOfType(JobException.class).isThrownBy(() -> read("[".repeat(60_000)));
        assertThatExceptionOfType(JobException.class)
                .isThrownBy(() -> read(" ".repeat(70_000)))
                .withMessageContaining("70000 bytes");
        assertThatExceptionOfType(JobException.class)
                .isThrownBy(() -> read("{\"method\": [" + "1,".repeat(20_000) + "1]}"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_settings() throws IOException {
        assertThat(read("\uFEFF{\"steps\": 7}").steps()).hasValue(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32BE", "ISO-8859-1"})
    void another_encoding_is_read_or_refused_by_the_name(String charset) throws IOException {
        byte[] bytes = "{\"model\": \"été\"}".getBytes(Charset.forName(charset));
        try {
            assertThat(JobSettings.read(Files.write(folder.resolve("x"), bytes), "a.json")
                            .model())
                    .hasValue("été");
        } catch (JobException e) {
            assertThat(e).hasMessageStartingWith("a.json ").hasMessageEndingWith(".");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'%s': 1}",
                "{'%s': 1, '%s': 2}",
                "{'method': ['%s']}",
                "{'steps': '%s'}",
                "{'a' '%s'}",
                "{'a': x%s}",
                "{'steps': 1%s1}"
            })
    void the_sentence_stays_a_sentence_however_long_the_words(String form) {
        String json =
                form.replace('\'', '"').replace("%s", form.contains("1%s1") ? "0".repeat(9000) : "é".repeat(9000));
        assertThatExceptionOfType(JobException.class)
                .isThrownBy(() -> read(json))
                .withMessageContaining("a.json")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    }

    @Test
    void ten_megabytes_are_refused_by_their_size() {
        assertThatExceptionOfType(JobException.class)
                .isThrownBy(() -> read("{\"steps\": 1" + " ".repeat(10_000_000) + "}"))
                .withMessageStartingWith("a.json has 10000012 bytes");
    }

    @Test
    void a_file_that_cannot_be_read_is_said() {
        assertThatExceptionOfType(JobException.class)
                .isThrownBy(() -> JobSettings.read(folder.resolve("none.json"), "none.json"))
                .withMessageContaining("cannot be read");
    }

    private JobSettings read(String json) throws IOException {
        return JobSettings.read(Files.writeString(folder.resolve("x"), json), "a.json");
    }
}
