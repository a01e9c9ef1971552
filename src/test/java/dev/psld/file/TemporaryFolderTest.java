package dev.psld.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders for half-made files leave nothing behind. */
class TemporaryFolderTest {
    @TempDir
    Path folder;

    @Test
    void a_closed_one_is_gone_with_all_that_is_in_it() throws IOException {
        Path made;
        try (TemporaryFolder temporary = TemporaryFolder.in(folder)) {
            made = temporary.folder();
            Files.createDirectories(temporary.resolve("a/b"));
            Files.writeString(temporary.resolve("a/b/c"), "…");
        }
        assertThat(made).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void the_folder_around_it_goes_too_where_it_was_made_for_it_and_is_empty() {
        Path around = folder.resolve("out");
        StagedFolder.in(around).close();
        assertThat(around).doesNotExist();
    }

    @Test
    void the_folder_around_it_stays_with_what_was_published() throws IOException {
        Path around = folder.resolve("out");
        try (StagedFolder staged = StagedFolder.in(around)) {
            Files.writeString(staged.folder().resolve("a.onnx"), "…");
            staged.publish(false);
        }
        assertThat(around).isDirectoryContaining(file -> file.endsWith("a.onnx"));
        try (var files = Files.list(around)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void nothing_is_published_over_what_is_there_but_when_asked() throws IOException {
        Files.writeString(folder.resolve("b"), "old");
        try (StagedFolder staged = StagedFolder.in(folder)) {
            Files.writeString(staged.folder().resolve("a"), "new");
            Files.writeString(staged.folder().resolve("b"), "new");
            assertThatThrownBy(() -> staged.publish(false))
                    .isInstanceOf(OutputException.class)
                    .hasMessageContaining("exists already");
            assertThat(folder.resolve("a")).doesNotExist();
            staged.publish(true);
        }
        assertThat(folder.resolve("b")).hasContent("new");
    }

    @Test
    void a_file_is_no_folder_to_publish_into() throws IOException {
        Path file = Files.writeString(folder.resolve("out"), "…");
        assertThatThrownBy(() -> StagedFolder.in(file))
                .isInstanceOf(OutputException.class)
                .hasMessage(file + " is a file: give a folder with -o");
        assertThat(file).hasContent("…");
    }

    @Test
    void an_interrupted_program_leaves_nothing_half_made() throws Exception {
        Path there = Files.createDirectory(folder.resolve("there"));
        Path missing = folder.resolve("missing");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HalfMadeFiles.class.getName(),
                        there.toString(),
                        missing.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(program.inputReader().readLine()).isEqualTo("busy");
            assertThat(there).isNotEmptyDirectory();
            assertThat(missing).isNotEmptyDirectory();
            program.destroy();
            assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        assertThat(there).isEmptyDirectory();
        assertThat(missing).doesNotExist();
    }
}
