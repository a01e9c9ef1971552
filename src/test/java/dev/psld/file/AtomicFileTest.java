package dev.psld.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path folder;

    @Test
    void beside_what_a_link_leads_to_is_meant_by_two_dots() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("a/b"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), deep);
        AtomicFile.write(link.resolve("../file"), false, new byte[] {1});
        assertThat(folder.resolve("a/file")).exists();
        assertThat(folder.resolve("file")).doesNotExist();
    }

    @Test
    void writes_all_bytes_under_the_name() {
        AtomicFile.write(folder.resolve("report.json"), false, "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(folder.resolve("report.json")).hasContent("{}");
        AtomicFile.write(folder.resolve("report.json"), true, "[]".getBytes(StandardCharsets.UTF_8));
        assertThat(folder.resolve("report.json")).hasContent("[]");
        assertThat(folder).isDirectoryContaining("glob:**report.json");
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void names_that_cannot_be_are_sentences() {
        assertThatThrownBy(() -> AtomicFile.write(folder, true, new byte[1]))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("is a folder");
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("n".repeat(300)), false, new byte[1]))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("File name too long");
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("empty"), false, new byte[0]))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("nothing was written");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @Timeout(60)
    void a_terminated_process_leaves_no_temporary_file() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SlowWriter.class.getName(),
                        folder.resolve("out.bin").toString())
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("writing");
            assertThat(folder).isNotEmptyDirectory();
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** Stops in the middle of a file until it is terminated. */
    static final class SlowWriter {

        private SlowWriter() {}

        public static void main(String[] args) {
            AtomicFile.write(Path.of(args[0]), false, out -> {
                out.write(new byte[1000]);
                System.out.println("writing");
                sleep();
            });
        }

        private static void sleep() throws IOException {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
        }
    }
}
