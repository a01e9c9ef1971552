package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @Test
    void looks_at_everything_in_lines() {
        assertThat(CliRun.of("doctor", "--provider", "cpu").out())
                .containsPattern("ok +java")
                .containsPattern("ok +onnxruntime +1\\.\\d+")
                .containsPattern("ok +provider +provider cpu")
                .contains("memory", "cache");
    }

    @Test
    void a_model_that_is_named_has_its_gradients_compared() {
        assertThat(CliRun.of("doctor", "--provider", "cpu", "--model", "portrait64")
                        .out())
                .containsPattern("ok +gpu +")
                .containsPattern("ok +precision +on a small net CPU is 0.0e\\+00 from the CPU in single precision, \\d")
                .containsPattern(
                        "ok +gradients +portrait64 on CPU, from the CPU: decoder 0.0e\\+00, encoder 0.0e\\+00, unet")
                .doesNotContain("photo in");
    }

    @Test
    void a_folder_without_library_fails_with_a_remedy(@TempDir java.nio.file.Path empty) {
        CliRun run = CliRun.of("doctor", "--ort-lib", empty, "--json");
        assertThat(run.code()).isEqualTo(ExitCode.PROVIDER.code());
        assertThat(run.out().lines()).anyMatch(l -> l.contains("\"status\":\"FAIL\"") && l.contains("--ort-lib DIR"));
    }
}
