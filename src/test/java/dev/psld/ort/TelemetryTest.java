package dev.psld.ort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own, since ONNX Runtime decides about telemetry once per process. */
class TelemetryTest {
    @TempDir
    Path folder;

    @Test
    void a_long_command_line_does_no_harm_and_no_traces_are_left() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dpadding=" + "/a/long/class/path".repeat(500),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                OpenAndClose.class.getName());
        builder.environment().put("HOME", folder.toString());
        builder.environment().remove("ORT_DISABLE_TELEMETRY");
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("log")))
                .isZero();
        assertThat(Path.of("/tmp/mat-debug-" + process.pid() + ".log")).doesNotExist();
        assertThat(folder.resolve(".cache/Microsoft")).doesNotExist();
    }

    /** Opens an environment and runs a graph. */
    static final class OpenAndClose {
        private OpenAndClose() {}

        public static void main(String[] arguments) {
            try (Environment environment = Environment.open()) {
                ProbeModel.run(environment, List.of());
            }
        }
    }
}
