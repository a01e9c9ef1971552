package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.picture.Mask;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureWriter;
import dev.psld.picture.Resampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Photos of any size by the model that ships with the program, without a word on which. */
class RestorePhotoTest {
    @TempDir
    private Path folder;

    private CliRun restore(Path in, String... more) {
        Object[] args = new Object[4 + more.length];
        System.arraycopy(new Object[] {"restore", in, "-o", out()}, 0, args, 0, 4);
        System.arraycopy(more, 0, args, 4, more.length);
        return CliRun.of(args);
    }

    private Path out() {
        return folder.resolve("out");
    }

    private Path degraded(Path clean, String... more) {
        Object[] args = new Object[4 + more.length];
        System.arraycopy(new Object[] {"degrade", clean, "-o", folder.resolve("in")}, 0, args, 0, 4);
        System.arraycopy(more, 0, args, 4, more.length);
        CliRun.of(args).ok();
        return folder.resolve("in").resolve(clean.getFileName());
    }

    private static double error(Picture a, Picture b) {
        assertThat(a.width()).isEqualTo(b.width());
        assertThat(a.height()).isEqualTo(b.height());
        double sum = 0;
        for (int i = 0; i < a.samples().length; i++) {
            sum += Math.pow(a.samples()[i] - b.samples()[i], 2);
        }
        return sum / a.samples().length;
    }

    @Test
    void a_method_that_needs_no_model_opens_none() throws IOException {
        Path clean = Pictures.write(folder.resolve("photo.png"), 96, 60);
        Path small = degraded(clean, "--task", "sr", "--scale", "3", "--sigma-y", "0");
        CliRun run = restore(small, "--task", "sr", "--scale", "3", "--method", "bicubic")
                .ok();
        assertThat(run.err()).doesNotContain("provider");
        Picture made = Pictures.read(out().resolve("photo.png"));
        Picture expected = Resampler.BICUBIC.resize(Pictures.read(small), 96, 60);
        assertThat(error(made, expected)).isLessThan(1e-5);
        assertThat(Files.readString(out().resolve("photo.json")))
                .contains("\"method\" : \"BICUBIC\"")
                .doesNotContain("\"model\"");
    }

    @ParameterizedTest
    @CsvSource({
        "denoise, bicubic, '', bicubic makes pictures larger",
        "sr, bicubic, --model=photo, --model says nothing about a method that needs no model",
        "sr, bicubic, --fit, --fit says nothing about a method that needs no model",
        "sr, bicubic, --gamma=1, --gamma says nothing",
        "sr, bicubic, --samples=2, all samples would be the same",
    })
    void what_says_nothing_about_a_method_without_a_model_is_refused(
            String task, String method, String more, String why) {
        Path photo = Pictures.write(folder.resolve("photo.png"), 24, 16);
        CliRun run = more.isEmpty()
                ? restore(photo, "--task", task, "--method", method)
                : restore(photo, "--task", task, "--method", method, more);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(why);
    }

    @Test
    void noise_is_estimated_told_and_taken_off_at_the_photos_own_size() throws IOException {
        Path clean = Pictures.write(folder.resolve("photo.png"), 97, 61);
        Path noisy = degraded(clean, "--task", "denoise", "--sigma-y", "0.2");
        assertThat(restore(noisy, "--task", "denoise").ok().err()).contains("its noise was estimated as σ 0.");
        Picture truth = Pictures.read(clean);
        Picture made = Pictures.read(out().resolve("photo.png"));
        assertThat(error(made, truth)).isLessThan(error(Pictures.read(noisy), truth) / 5);
        assertThat(Files.readString(out().resolve("photo.json")))
                .contains("\"name\" : \"photo\"", "\"method\" : \"PNP\"");
    }

    @Test
    void super_resolution_is_nearer_to_the_truth_than_bicubic() {
        Path clean = Pictures.write(folder.resolve("photo.png"), 96, 60);
        Path small = degraded(clean, "--task", "sr", "--scale", "3", "--sigma-y", "0");
        restore(small, "--task", "sr", "--scale", "3").ok();
        Picture truth = Pictures.read(clean);
        Picture bicubic = Resampler.BICUBIC.resize(Pictures.read(small), 96, 60);
        assertThat(error(Pictures.read(out().resolve("photo.png")), truth)).isLessThan(error(bicubic, truth));
    }

    @ParameterizedTest
    @CsvSource({"deblur-gaussian", "deblur-motion"})
    void blurs_are_undone(String task) {
        Path clean = Pictures.write(folder.resolve("photo.png"), 90, 70);
        Path blurred = degraded(clean, "--task", task, "--sigma-y", "0.01");
        restore(blurred, "--task", task, "--sigma-y", "0.01").ok();
        Picture truth = Pictures.read(clean);
        assertThat(error(Pictures.read(out().resolve("photo.png")), truth))
                .isLessThan(error(Pictures.read(blurred), truth));
    }

    @Test
    void known_pixels_come_back_bit_exact_and_holes_are_filled() {
        int width = 200;
        int height = 150;
        Path clean = Pictures.write(folder.resolve("photo.png"), width, height);
        boolean[] missing = new boolean[width * height];
        for (int i = 0; i < missing.length; i++) {
            missing[i] = Math.abs(i % width - i / width) < 3;
        }
        Mask mask = Mask.of(width, height, missing);
        folder.resolve("in").toFile().mkdir();
        new PictureWriter().write(mask.toPicture(), folder.resolve("in/photo.mask.png"));
        Picture truth = Pictures.read(clean);
        Picture grey = truth.withSamples(new float[3 * width * height]);
        Path holed = folder.resolve("in/photo.png");
        new PictureWriter().write(Picture.composite(mask, truth, grey), holed);
        restore(holed, "--task", "inpaint").ok();
        Picture made = Pictures.read(out().resolve("photo.png"));
        double hole = 0;
        int count = 0;
        for (int i = 0; i < missing.length; i++) {
            float difference = made.sample(0, i % width, i / width) - truth.sample(0, i % width, i / width);
            if (missing[i]) {
                hole += difference * difference;
                count++;
            } else {
                assertThat(difference).isZero();
            }
        }
        assertThat(Math.sqrt(hole / count)).isLessThan(0.06);
    }

    @ParameterizedTest
    @CsvSource({"1, 7, denoise", "17, 300, denoise", "5, 5, inpaint-box", "1, 9, sr", "2, 33, deblur-gaussian"})
    void the_smallest_and_the_longest_come_back(int width, int height, String task) {
        Path photo = Pictures.write(folder.resolve("photo.png"), width, height);
        restore(photo, "--task", task, "--sigma-y", "0.05").ok();
        int larger = task.equals("sr") ? 2 : 1;
        Picture made = Pictures.read(out().resolve("photo.png"));
        assertThat(made.width()).isEqualTo(larger * width);
        assertThat(made.height()).isEqualTo(larger * height);
    }

    @Test
    void what_needs_nothing_stays_as_it_is() {
        Path photo = Pictures.write(folder.resolve("photo.png"), 80, 48);
        restore(photo, "--task", "denoise", "--sigma-y", "0").ok();
        assertThat(error(Pictures.read(out().resolve("photo.png")), Pictures.read(photo)))
                .isLessThan(1e-6);
        Path mask = folder.resolve("photo.mask.png");
        new PictureWriter().write(Mask.of(80, 48, new boolean[80 * 48]).toPicture(), mask);
        restore(photo, "--task", "inpaint", "--overwrite").ok();
        assertThat(Pictures.read(out().resolve("photo.png")).samples())
                .isEqualTo(Pictures.read(photo).samples());
    }

    @Test
    void several_samples_are_draws_with_their_mean_and_map() throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 48, 32);
        restore(photo, "--task", "sr", "--samples", "2", "--steps", "4").ok();
        assertThat(Files.readString(out().resolve("photo.json"))).contains("\"method\" : \"DIFFPIR\"");
        assertThat(out().resolve("photo.uncertainty.png")).exists();
        assertThat(error(Pictures.read(out().resolve("photo-s1.png")), Pictures.read(out().resolve("photo-s2.png"))))
                .isPositive();
        restore(photo, "--task", "sr", "--samples", "2", "--method", "pnp", "--overwrite")
                .fails(ExitCode.USAGE, "pnp draws nothing");
    }

    @Test
    void a_portrait_of_its_size_goes_to_the_model_of_portraits() throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 64, 64);
        restore(photo, "--task", "denoise", "--steps", "2").ok();
        assertThat(Files.readString(out().resolve("photo.json"))).contains("\"name\" : \"portrait64\"");
    }

    @Test
    void what_says_nothing_about_photos_of_any_size_is_refused() {
        Path photo = Pictures.write(folder.resolve("photo.png"), 80, 48);
        restore(photo, "--task", "denoise", "--gamma", "1").fails(ExitCode.USAGE, "--gamma says nothing");
        restore(photo, "--task", "denoise", "--engine", "fused").fails(ExitCode.USAGE, "--engine fused says nothing");
        restore(photo, "--task", "denoise", "--scale", "2").fails(ExitCode.USAGE, "--scale says nothing");
        restore(photo, "--task", "sr", "--scale", "0").fails(ExitCode.USAGE, "--scale", "2 or more, not 0");
        restore(photo, "--task", "sr", "--scale", "9").fails(ExitCode.USAGE, "--scale", "from 2 to 8, not 9");
        restore(photo, "--task", "denoise", "--model", "portrait64", "--method", "pnp")
                .fails(ExitCode.USAGE, "method pnp works on pictures");
    }
}
