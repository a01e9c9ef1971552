package dev.psld.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tokenizer beside transformers' CLIPTokenizer: {@code export/golden/make_tokens.py}. */
class ClipTokenizerTest {
    private static final Path GOLDEN =
            Path.of(System.getProperty("psld.golden.tokens", "src/test/resources/golden/tokens"));

    private static final ClipTokenizer SD15 = ClipTokenizer.read(GOLDEN.resolve("sd15"));
    private static final ClipTokenizer SD21 = ClipTokenizer.read(GOLDEN.resolve("sd21"));

    @TempDir
    Path folder;

    @Test
    void every_string_has_the_numbers_of_the_reference() throws IOException {
        List<String> wrong = new ArrayList<>();
        int count = 0;
        for (JsonNode one :
                new ObjectMapper().readTree(GOLDEN.resolve("strings.json").toFile())) {
            String text = one.get("text").textValue();
            check(wrong, text, SD15.ids(text), one.get("ids"));
            check(wrong, text, SD21.ids(text), one.path("sd21").isMissingNode() ? one.get("ids") : one.get("sd21"));
            if (one.has("padded")) {
                check(
                        wrong,
                        text,
                        SD15.tokens(text, 77).ids(),
                        one.get("padded").get(0));
                check(
                        wrong,
                        text,
                        SD21.tokens(text, 77).ids(),
                        one.get("padded").get(1));
                String removed = one.get("removed").textValue();
                String cut = SD15.tokens(text, 77).cut().orElse("");
                if (!cut.equals(removed)) {
                    wrong.add("cut of " + text + ": " + cut + " for " + removed);
                }
            }
            count++;
        }
        assertThat(wrong).isEmpty();
        assertThat(count).isGreaterThan(1_000);
    }

    private static void check(List<String> wrong, String text, int[] ids, JsonNode wanted) {
        List<Integer> want = StreamSupport.stream(wanted.spliterator(), false)
                .map(JsonNode::intValue)
                .toList();
        List<Integer> got = Arrays.stream(ids).boxed().toList();
        if (!got.equals(want)) {
            wrong.add("“" + text + "”: " + got + " for " + want);
        }
    }

    @Test
    void the_two_kinds_pad_with_different_tokens() {
        assertThat(SD15.tokens("", 4).ids()).containsExactly(998, 999, 999, 999);
        assertThat(SD21.tokens("", 4).ids()).containsExactly(998, 999, 0, 0);
        assertThat(SD15.limit()).hasValue(77);
    }

    @Test
    void what_does_not_fit_is_cut_and_told() {
        Tokens tokens = SD15.tokens("a cat and a dog", 4);
        assertThat(tokens.ids()).startsWith(998).endsWith(999).hasSize(4);
        assertThat(tokens.cut().orElseThrow()).endsWith("a dog");
        assertThat(SD15.tokens("a", 3).cut()).isEmpty();
    }

    @Test
    void a_lone_surrogate_counts_as_the_replacement_character() {
        assertThat(SD15.ids("a\ud83d b")).isEqualTo(SD15.ids("a\ufffd b"));
    }

    @Test
    void the_newer_form_of_the_configuration_says_all_by_itself() throws IOException {
        copy();
        edit(
                "tokenizer_config.json",
                "\"model_max_length\": 77",
                "\"added_tokens_decoder\": {\"998\": {\"content\": \"<|startoftext|>\", \"normalized\": false},"
                        + " \"999\": {\"content\": \"<|endoftext|>\", \"normalized\": true},"
                        + " \"1000\": {\"content\": \"<sks>\", \"normalized\": true, \"special\": false}}");
        ClipTokenizer tokenizer = ClipTokenizer.read(folder);
        // transformers 5.24 on the same folder
        assertThat(tokenizer.ids("hello!<|ENDOFTEXT|> b")).containsExactly(998, 71, 68, 946, 334, 256, 999, 321, 999);
        assertThat(tokenizer.ids("a <SKS> b")).containsExactly(998, 320, 1000, 321, 999);
        assertThat(tokenizer.limit()).isEmpty();
        assertThat(tokenizer.size()).isEqualTo(1001);
    }

    @Test
    void words_that_were_added_are_found_in_any_case() throws IOException {
        copy();
        Files.writeString(folder.resolve("added_tokens.json"), "{\"<sks>\": 1000}");
        assertThat(ClipTokenizer.read(folder).ids("a <SKS> b")).containsExactly(998, 320, 1000, 321, 999);
    }

    @Test
    void a_folder_without_a_file_is_refused_by_its_name() throws IOException {
        assertThatThrownBy(() -> ClipTokenizer.read(folder))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("vocab.json")
                .hasMessageContaining("missing");
        copy();
        Files.delete(folder.resolve("merges.txt"));
        assertThatThrownBy(() -> ClipTokenizer.read(folder)).hasMessageContaining("merges.txt is missing");
    }

    @Test
    void damaged_files_are_refused_with_their_fault() throws IOException {
        copy();
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\nq q\n");
        assertThatThrownBy(() -> ClipTokenizer.read(folder)).hasMessageContaining("“qq”, which vocab.json does not");
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\nq\n");
        assertThatThrownBy(() -> ClipTokenizer.read(folder)).hasMessageContaining("“q” is no pair");
        Files.writeString(folder.resolve("vocab.json"), "{\"a\": 1");
        assertThatThrownBy(() -> ClipTokenizer.read(folder)).hasMessageContaining("vocab.json is no JSON");
        Files.writeString(folder.resolve("vocab.json"), "{\"a\": 0.5}");
        assertThatThrownBy(() -> ClipTokenizer.read(folder)).hasMessageContaining("“a” the number 0.5");
        Files.writeString(folder.resolve("vocab.json"), "{\"a\": 1}");
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"tokenizer_class\": \"T5Tokenizer\"}");
        assertThatThrownBy(() -> ClipTokenizer.read(folder)).hasMessageContaining("a T5Tokenizer");
    }

    private void copy() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN.resolve("sd15"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
    }

    private void edit(String file, String from, String to) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(folder.resolve(file), text.replace(from, to));
    }
}
