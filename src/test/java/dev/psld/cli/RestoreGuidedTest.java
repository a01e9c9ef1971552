package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.autodiff.Mode;
import dev.psld.bundle.TinyBundle;
import dev.psld.ort.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Restoring by a model that has a small decoder for guidance. */
class RestoreGuidedTest {
    @TempDir
    static Path models;

    private static Path guided = Path.of("");
    private static Path plain = Path.of("");

    @TempDir
    private Path folder;

    @BeforeAll
    static void export() throws IOException {
        try (Environment environment = Environment.open()) {
            guided = TinyBundle.guided(environment, models, Mode.TAPE).folder();
            plain = TinyBundle.export(environment, models, Mode.TAPE).folder();
        }
    }

    private CliRun restore(String out, Path model, String... more) {
        Path photo = folder.resolve("photo.png");
        if (!Files.exists(photo)) {
            Pictures.write(photo, 16, 16);
        }
        List<Object> args = new ArrayList<>(List.of(
                "restore", photo, "-o", folder.resolve(out), "--task", "denoise", "--steps", 8, "--model", model));
        args.addAll(List.of(more));
        return CliRun.of(args.toArray());
    }

    private byte[] made(String out) throws IOException {
        return Files.readAllBytes(folder.resolve(out).resolve("photo.png"));
    }

    private JsonNode report(String out) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(out).resolve("photo.json").toFile());
    }

    @Test
    void the_first_steps_are_guided_by_the_small_decoder_and_the_report_says_so() throws IOException {
        restore("usual", guided).ok();
        restore("all", guided, "--full-decoder-steps", "all").ok();
        restore("eight", guided, "--full-decoder-steps", "8").ok();
        restore("none", guided, "--full-decoder-steps", "0").ok();
        restore("plain", plain).ok();
        assertThat(made("all")).isEqualTo(made("plain")).isEqualTo(made("eight"));
        assertThat(made("usual")).isNotEqualTo(made("all"));
        assertThat(made("none")).isNotEqualTo(made("usual")).isNotEqualTo(made("all"));
        assertThat(report("none").at("/settings/plugIns/fullDecoderSteps").intValue())
                .isZero();
        assertThat(report("usual").at("/settings/plugIns/fullDecoderSteps").intValue())
                .isPositive();
        assertThat(report("all").at("/settings/plugIns").has("fullDecoderSteps"))
                .isFalse();
        assertThat(report("none").toString()).contains("\"d*\"");
        assertThat(report("all").toString()).doesNotContain("\"d*\"");
    }

    @Test
    void one_graph_at_a_time_gives_the_same_bytes() throws IOException {
        restore("fast", guided, "--full-decoder-steps", "2").ok();
        restore("low", guided, "--full-decoder-steps", "2", "--memory", "low").ok();
        assertThat(made("low")).isEqualTo(made("fast"));
    }

    @ParameterizedTest
    @CsvSource({"fast", "latent-daps", "gml-dps", "latent-dps"})
    void the_methods_that_pull_the_decoder_are_guided_too(String method) throws IOException {
        restore("small", guided, "--method", method, "--full-decoder-steps", "0", "--polish", "0")
                .ok();
        restore("full", guided, "--method", method, "--full-decoder-steps", "all", "--polish", "0")
                .ok();
        assertThat(made("small")).isNotEqualTo(made("full"));
    }

    @Test
    void methods_without_that_pullback_are_as_ever() throws IOException {
        restore("refine", guided, "--method", "refine").ok();
        restore("plain", plain, "--method", "refine").ok();
        assertThat(made("refine")).isEqualTo(made("plain"));
        restore("no", guided, "--method", "refine", "--full-decoder-steps", "2")
                .fails(ExitCode.USAGE, "fullDecoderSteps says nothing about refine");
    }

    @Test
    void attention_and_windows_and_author_mode_go_with_it() throws IOException {
        restore("attention", guided, "--attention", "1").ok();
        Path large = Pictures.write(folder.resolve("large.png"), 24, 20);
        CliRun.of("restore", large, "-o", folder.resolve("tiles"), "--task", "denoise", "--steps", 6, "--model", guided)
                .ok();
        assertThat(folder.resolve("tiles/large.png")).exists();
        restore("author", guided, "--mode", "author").ok();
        restore("author2", guided, "--mode", "author", "--full-decoder-steps", "3")
                .fails(ExitCode.USAGE, "author mode");
    }

    @Test
    void where_it_cannot_be_it_is_refused() {
        restore("no", plain, "--full-decoder-steps", "2")
                .fails(ExitCode.MODEL, "has no small decoder for guidance", "--guide-decoder");
        restore("fused", guided, "--engine", "fused")
                .fails(ExitCode.MODEL, "guides by its small decoder", "--full-decoder-steps all");
        restore("fused", guided, "--engine", "fused", "--full-decoder-steps", "2")
                .fails(ExitCode.USAGE, "knows no --full-decoder-steps");
        restore("fused", guided, "--engine", "fused", "--full-decoder-steps", "all")
                .ok();
        restore("no", guided, "--full-decoder-steps", "some").fails(ExitCode.USAGE, "is not a whole number");
        restore("no", guided, "--full-decoder-steps", "-1").fails(ExitCode.USAGE, "0 or more");
    }
}
