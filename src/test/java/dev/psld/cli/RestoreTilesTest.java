package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.picture.Mask;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Photos of other sizes than a latent model's, which is 16×16 here. */
class RestoreTilesTest {
    @TempDir
    static Path models;

    private static Path model = Path.of("");

    @TempDir
    private Path folder;

    @BeforeAll
    static void export() throws IOException {
        model = TinyModelFolder.export(models);
    }

    private CliRun restore(Path in, String out, String... more) {
        Object[] args = new Object[8 + more.length];
        Object[] first = {"restore", in, "-o", folder.resolve(out), "--model", model, "--steps", "4"};
        System.arraycopy(first, 0, args, 0, first.length);
        System.arraycopy(more, 0, args, first.length, more.length);
        return CliRun.of(args);
    }

    @ParameterizedTest
    @CsvSource({
        "denoise,1,37,25",
        "deblur-gaussian,1,40,21",
        "sr4,4,9,7",
        "denoise,1,1,40",
        "denoise,1,40,1",
        "denoise,1,5,5"
    })
    void a_photo_keeps_its_size_whatever_that_is(String task, int larger, int width, int height) {
        Path photo = Pictures.write(folder.resolve("photo.png"), width, height);
        restore(photo, "out", "--task", task).ok();
        Picture made = Pictures.read(folder.resolve("out/photo.png"));
        assertThat(made.width()).isEqualTo(larger * width);
        assertThat(made.height()).isEqualTo(larger * height);
    }

    @Test
    void known_pixels_of_a_large_photo_come_back_bit_for_bit() {
        Path photo = Pictures.write(folder.resolve("photo.png"), 120, 90);
        boolean[] missing = new boolean[120 * 90];
        for (int i = 0; i < 90; i++) {
            missing[i * 120 + 20 + i / 2] = true;
        }
        new PictureWriter().write(Mask.of(120, 90, missing).toPicture(), folder.resolve("photo.mask.png"));
        restore(photo, "out", "--task", "inpaint").ok();
        Picture before = Pictures.read(photo);
        Picture after = Pictures.read(folder.resolve("out/photo.png"));
        int changed = 0;
        for (int i = 0; i < missing.length; i++) {
            boolean same = before.sample(0, i % 120, i / 120) == after.sample(0, i % 120, i / 120);
            assertThat(same || missing[i]).isTrue();
            changed += same ? 0 : 1;
        }
        assertThat(changed).isGreaterThan(45);
    }

    @Test
    void samples_previews_and_the_map_of_their_differences_are_of_the_photo_s_size() throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 37, 25);
        restore(photo, "out", "--task", "denoise", "--samples", "2", "--preview-every", "2", "--polish", "0")
                .ok();
        assertThat(TinyModelFolder.names(folder.resolve("out")))
                .containsExactly(
                        "photo-s1.png",
                        "photo-s2.png",
                        "photo-step0002.png",
                        "photo-step0004.png",
                        "photo.json",
                        "photo.png",
                        "photo.uncertainty.png");
        for (String name : new String[] {"photo-s2.png", "photo-step0002.png", "photo.uncertainty.png"}) {
            assertThat(Pictures.read(folder.resolve("out").resolve(name)).width())
                    .isEqualTo(37);
        }
        restore(photo, "alone", "--task", "denoise", "--seed", "43", "--polish", "0")
                .ok();
        assertThat(Pictures.read(folder.resolve("alone/photo.png")).samples())
                .as("a sample among others is the one of its seed alone")
                .isEqualTo(Pictures.read(folder.resolve("out/photo-s2.png")).samples());
    }

    @Test
    void threads_and_photos_beside_it_change_no_bit() throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 37, 25);
        Path exact = Pictures.write(folder.resolve("exact.png"), 16, 16);
        restore(photo, "one", "--task", "denoise", "--threads", "1").ok();
        restore(exact, "one", "--task", "denoise", "--threads", "1").ok();
        CliRun.of(
                        "restore",
                        exact,
                        photo,
                        "-o",
                        folder.resolve("two"),
                        "--model",
                        model,
                        "--steps",
                        "4",
                        "--task",
                        "denoise",
                        "--threads",
                        "2")
                .ok();
        for (String name : new String[] {"photo.png", "exact.png"}) {
            assertThat(folder.resolve("two").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("one").resolve(name));
        }
    }

    @Test
    void windows_go_in_batches_beside_photos_of_the_model_s_size() {
        Path photo = Pictures.write(folder.resolve("photo.png"), 37, 25);
        Path exact = Pictures.write(folder.resolve("exact.png"), 16, 16);
        CliRun.of(
                        "restore",
                        exact,
                        photo,
                        "-o",
                        folder.resolve("out"),
                        "--model",
                        model,
                        "--steps",
                        "4",
                        "--task",
                        "denoise",
                        "--batch",
                        "2")
                .ok();
        assertThat(Pictures.read(folder.resolve("out/photo.png")).width()).isEqualTo(37);
        assertThat(Files.exists(folder.resolve("out/exact.png"))).isTrue();
    }

    @Test
    void a_step_as_one_graph_takes_no_windows() {
        Path photo = Pictures.write(folder.resolve("photo.png"), 37, 25);
        restore(photo, "out", "--task", "denoise", "--engine", "fused")
                .fails(ExitCode.FAILED, "37×25", "windows of 16×16", "leave --engine fused out");
    }

    @Test
    void a_mask_that_hides_all_is_refused() {
        Path photo = Pictures.write(folder.resolve("photo.png"), 37, 25);
        boolean[] missing = new boolean[37 * 25];
        Arrays.fill(missing, true);
        new PictureWriter().write(Mask.of(37, 25, missing).toPicture(), folder.resolve("photo.mask.png"));
        restore(photo, "out", "--task", "inpaint")
                .fails(ExitCode.FAILED, "hides all of it", "white only what is missing");
    }

    @Test
    void a_photo_that_no_preset_restores_in_its_time_is_refused() {
        Path photo = Pictures.write(folder.resolve("photo.png"), 37, 25);
        restore(photo, "out", "--task", "denoise", "--max-time", "1ms")
                .fails(ExitCode.FAILED, "even with 14 steps and one sample", "--max-time");
        restore(photo, "out", "--task", "denoise", "--max-time", "soon").fails(ExitCode.USAGE, "90s, 5min or 2h");
        restore(photo, "out", "--task", "denoise", "--max-time", "1h").ok();
    }
}
