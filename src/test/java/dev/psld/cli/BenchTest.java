package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class BenchTest {
    @TempDir
    static Path folder;

    private static Path bundle;

    @BeforeAll
    static void export() throws IOException {
        bundle = TinyModelFolder.export(folder.resolve("bundle"));
    }

    private static CliRun bench(Object... more) {
        Object[] all = new Object[more.length + 9];
        System.arraycopy(
                new Object[] {"bench", "--model", bundle, "--rounds", 1, "--steps", 1, "--threads", 1}, 0, all, 0, 9);
        System.arraycopy(more, 0, all, 9, more.length);
        return CliRun.of(all);
    }

    @Test
    void every_stage_has_a_line() {
        assertThat(bench().ok().out())
                .contains("matrix product peak", "GFLOP/s", "Java’s share", "pictures a minute", "tape: decoder")
                .containsPattern("(?m)^U +\\d")
                .containsPattern("(?m)^E\\* +\\d")
                .containsPattern("(?m)^step +\\d")
                .containsPattern("(?m)^encoder +\\d");
    }

    @Test
    void json_says_the_same_to_a_script() throws IOException {
        JsonNode figures = new ObjectMapper()
                .readTree(bench("--json", "--task", "sr4").ok().out());
        assertThat(figures.path("task").asText()).isEqualTo("sr4");
        assertThat(figures.path("stages").findValuesAsText("stage"))
                .containsExactly("U", "D", "A", "E", "E*", "A*", "D*", "U*", "Java", "step");
        long products = 0;
        double milliseconds = 0;
        for (JsonNode stage : figures.path("stages")) {
            if (stage.path("stage").asText().equals("step")) {
                assertThat(stage.path("work").path("products").asLong())
                        .isEqualTo(products)
                        .isPositive();
                assertThat(stage.path("milliseconds").path("median").asDouble()).isGreaterThan(0.999 * milliseconds);
            }
            products += stage.path("work").path("products").asLong();
            milliseconds += stage.path("milliseconds").path("median").asDouble();
        }
        assertThat(figures.path("nets").size()).isEqualTo(3);
        assertThat(figures.path("javaBytes").path("median").asDouble()).isPositive();
        assertThat(figures.path("memory").path("natives").path("SESSION").asLong())
                .isEqualTo(8);
        assertThat(figures.has("race")).isFalse();
    }

    @Test
    void a_method_without_gluing_has_no_encoder() throws IOException {
        JsonNode figures = new ObjectMapper()
                .readTree(bench("--json", "--method", "latent-dps").ok().out());
        assertThat(figures.path("stages").findValuesAsText("stage"))
                .containsExactly("U", "D", "A", "A*", "D*", "U*", "Java", "step");
    }

    @Test
    void the_race_asks_pytorch_in_lines_and_prints_ratios() throws IOException {
        Path fake = interpreter("echo '{\"torch\": \"9.9\"}'; while read c; do case $c in"
                + " check) cp \"$3/z.f32\" \"$3/check.f32\"; echo '{}';;"
                + " compile) echo '{\"compiled\": false, \"why\": \"no compiler\"}';;"
                + " *) echo '{\"seconds\": 5, \"cpu\": 5}';; esac; done");
        String out = bench("--against-torch", "--python", fake).ok().out();
        assertThat(out)
                .contains("PyTorch 9.9", "torch.compile does not work here: no compiler")
                .containsPattern("step +eager +5000.0")
                .containsPattern("unet +eager +5000.0");
    }

    @Test
    void what_keeps_pytorch_from_running_is_a_sentence() throws IOException {
        bench("--against-torch", "--python", folder.resolve("nothing"))
                .fails(ExitCode.FAILED, "there is no Python", "PSLD_PYTHON");
        bench("--against-torch", "--python", interpreter("echo '{\"error\": \"python has no torch\"}'"))
                .fails(ExitCode.FAILED, "python has no torch");
        bench("--against-torch", "--python", interpreter("echo oh no >&2; exit 1"))
                .fails(ExitCode.FAILED, "ended at the start", "oh no");
        bench("--against-torch", "--python", interpreter("echo hello")).fails(ExitCode.FAILED, "it says: hello");
    }

    @Test
    void tasks_with_files_of_their_own_are_refused() {
        bench("--task", "custom").fails(ExitCode.USAGE, "needs files of its own");
    }

    private static Path interpreter(String script) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "python", ""), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
