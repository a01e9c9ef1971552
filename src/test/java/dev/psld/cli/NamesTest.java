package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.picture.Picture;
import dev.psld.picture.PictureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of files as people have them, and places of results that cannot be meant. */
class NamesTest {
    @TempDir
    static Path models;

    private static Path model = Path.of("");

    @TempDir
    private Path folder;

    @BeforeAll
    static void export() throws IOException {
        model = TinyModelFolder.export(models);
    }

    private CliRun restore(Path in, Path out, String... more) {
        return CliRun.of(Stream.concat(
                        Stream.of(
                                "restore", in, "-o", out, "--model", model, "--fit", "--task", "denoise", "--steps",
                                "2"),
                        Stream.of(more))
                .toArray());
    }

    @Test
    void a_word_with_an_at_is_a_file() {
        Path photo = Pictures.write(folder.resolve("@home.png"), 16, 16);
        CliRun.of("degrade", photo, "-o", folder.resolve("out"), "--task", "denoise")
                .ok();
        assertThat(folder.resolve("out/@home.png")).exists();
    }

    @Test
    void no_name_moves_the_cursor_of_a_terminal() {
        Path photo = Pictures.write(folder.resolve("a\u001b[2J\n.png"), 16, 16);
        CliRun run = CliRun.of("degrade", photo, "-o", folder.resolve("out"), "--task", "denoise")
                .ok();
        assertThat(run.out()).contains("a\\u001b[2J\\n.png").doesNotContain("\u001b");
        assertThat(folder.resolve("out/a\u001b[2J\n.png")).exists();
    }

    @Test
    void the_longest_name_that_fits_is_written() {
        String name = "n".repeat(251) + ".png";
        Path photo = Pictures.write(folder.resolve(name), 16, 16);
        CliRun.of("degrade", photo, "-o", folder.resolve("out"), "--task", "denoise")
                .ok();
        assertThat(folder.resolve("out").resolve(name)).exists();
    }

    @ParameterizedTest
    @CsvSource({"n, 251", "ü, 125"})
    void a_name_too_long_for_its_results_is_found_before_the_first_step(String letter, int times) throws IOException {
        Path photo = Pictures.write(folder.resolve(letter.repeat(times) + ".png"), 16, 16);
        Path out = folder.resolve("out");
        restore(photo, out, "--samples", "2")
                .fails(ExitCode.FAILED, "bytes, and a file's may have 255", "a shorter name");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"-, standard output", "x.gif, extension", "x.HEIC, extension", "x.webp, extension", "x.pdf, extension"})
    void places_that_cannot_be_meant_are_refused(String out, String word) {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        Path place = out.equals("-") ? Path.of(out) : folder.resolve(out);
        CliRun.of("degrade", photo, "-o", place, "--task", "denoise").fails(ExitCode.FAILED, word);
        assertThat(place).doesNotExist();
    }

    @Test
    void an_empty_name_is_none() {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        CliRun.of("degrade", photo, "-o", "", "--task", "denoise").fails(ExitCode.USAGE, "its name is empty");
        CliRun.of("degrade", "", "-o", folder, "--task", "denoise").fails(ExitCode.USAGE, "its name is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999", "2147483648"})
    void the_upper_bound_of_a_number_is_named(String number) {
        CliRun.of("restore", "x.png", "-o", folder, "--task", "denoise", "--samples", number)
                .fails(ExitCode.USAGE, "between 1 and 2147483647, not " + number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"photo.mask.png", "photo.MASK.PNG", "photo.mask.jpg", "photo.Mask.tiff", "photo.Mask.Png"})
    void a_mask_is_found_by_any_of_its_names(String name) throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        Path mask = folder.resolve(name);
        CliRun.of("degrade", photo, "-o", folder.resolve("made"), "--task", "inpaint-box")
                .ok();
        Files.move(folder.resolve("made/photo.mask.png"), mask);
        Path out = folder.resolve("out");
        CliRun run =
                CliRun.of("degrade", folder, "-o", out, "--task", "inpaint").ok();
        assertThat(run.err()).doesNotContain("no mask");
        assertThat(out.resolve("photo.png")).exists();
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files).hasSize(2); // the photo and its mask: the mask beside it was no photo
        }
    }

    @Test
    void results_among_their_photos_are_not_restored_again() throws IOException {
        Path jpeg = folder.resolve("b.jpg");
        new PictureWriter().write(Pictures.read(Pictures.write(folder.resolve("b.png"), 16, 16)), jpeg);
        Files.delete(folder.resolve("b.png"));
        restore(folder, folder, "--samples", "2", "--preview-every", "1").ok();
        long made = count();
        Picture first = Pictures.read(folder.resolve("b.png"));
        restore(folder, folder, "--samples", "2").fails(ExitCode.FAILED, "b.png exists already");
        restore(folder, folder, "--samples", "2", "--overwrite").ok();
        assertThat(count()).isEqualTo(made);
        assertThat(Pictures.read(folder.resolve("b.png")).samples()).isEqualTo(first.samples());
        Files.delete(jpeg);
        restore(folder, folder, "--overwrite").fails(ExitCode.FAILED, "results of an earlier run");
    }

    private long count() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
