package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.picture.Fixtures;
import dev.psld.picture.Mask;
import dev.psld.picture.Masks;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureReader;
import dev.psld.picture.PictureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DegradeTest {
    @TempDir
    private Path folder;

    @Test
    void down_samples_pictures_of_any_size() {
        Path photo = Pictures.write(folder.resolve("photo.png"), 50, 37);
        CliRun.of("degrade", photo, "-o", folder.resolve("out"), "--task", "sr4", "--sigma-y", "0")
                .ok();
        Picture made = Pictures.read(folder.resolve("out/photo.png"));
        assertThat(made.width()).isEqualTo(13);
        assertThat(made.height()).isEqualTo(10);
    }

    @Test
    void writes_the_mask_beside_the_picture_and_keeps_known_pixels() throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 40, 30);
        CliRun.of("degrade", photo, "-o", folder.resolve("out"), "--task", "inpaint-box", "--seed", "7")
                .ok();
        Picture clean = Pictures.read(photo);
        Picture made = Pictures.read(folder.resolve("out/photo.png"));
        Mask mask = Mask.read(folder.resolve("out/photo.mask.png"), false, new PictureReader());
        assertThat(mask.missingCount()).isEqualTo(15 * 15);
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                assertThat(made.sample(1, x, y)).isCloseTo(mask.missing(x, y) ? 0 : clean.sample(1, x, y), within());
            }
        }
        assertThat(names(folder.resolve("out"))).containsExactly("photo.mask.png", "photo.png");
    }

    @Test
    void says_which_of_several_masks_it_took() {
        Path photo = Pictures.write(folder.resolve("photo.png"), 40, 30);
        for (String name : List.of("photo.MASK.png", "photo.mask.jpg")) {
            Pictures.write(folder.resolve(name), 40, 30);
        }
        new PictureWriter().write(Masks.box(40, 30, 3, 4, 5, 6).toPicture(), folder.resolve("photo.mask.png"));
        String said =
                "several files are called its mask: photo.mask.png was taken, and photo.mask.jpg, photo.MASK.png left";
        assertThat(CliRun.of("degrade", photo, "-o", folder.resolve("out"), "--task", "inpaint")
                        .ok()
                        .err())
                .contains(said);
    }

    @Test
    void writes_the_kernel_of_a_motion_blur() throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 32, 32);
        CliRun.of("degrade", photo, "-o", folder.resolve("out"), "--task", "deblur-motion")
                .ok();
        assertThat(names(folder.resolve("out"))).containsExactly("photo.kernel.png", "photo.png");
        CliRun.of(
                        "degrade",
                        photo,
                        "-o",
                        folder.resolve("again"),
                        "--task",
                        "deblur-motion",
                        "--kernel",
                        folder.resolve("out/photo.kernel.png"))
                .ok();
        Picture first = Pictures.read(folder.resolve("out/photo.png"));
        Picture again = Pictures.read(folder.resolve("again/photo.png"));
        for (int x = 0; x < 32; x++) {
            assertThat(again.sample(0, x, 16)).isCloseTo(first.sample(0, x, 16), within());
        }
    }

    @Test
    void takes_the_mask_and_the_kernel_that_lie_beside() throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 32, 32);
        Path mask = folder.resolve("photo.mask.png");
        new PictureWriter().write(Masks.box(32, 32, 3, 5, 7, 9).toPicture(), mask);
        CliRun.of("degrade", photo, "-o", folder.resolve("out"), "--task", "inpaint")
                .ok();
        assertThat(folder.resolve("out/photo.mask.png")).hasSameBinaryContentAs(mask);
        CliRun.of("degrade", photo, "-o", folder.resolve("one"), "--task", "deblur-motion")
                .ok();
        Files.copy(folder.resolve("one/photo.kernel.png"), folder.resolve("photo.kernel.png"));
        CliRun.of("degrade", photo, "-o", folder.resolve("two"), "--task", "deblur-motion", "--seed", "9")
                .ok();
        assertThat(folder.resolve("two/photo.kernel.png"))
                .hasSameBinaryContentAs(folder.resolve("one/photo.kernel.png"));
    }

    @Test
    void same_seed_same_bytes_and_each_picture_its_own_noise() throws IOException {
        Path in = Files.createDirectory(folder.resolve("in"));
        Path a = Pictures.write(in.resolve("a.png"), 24, 24);
        Files.copy(a, in.resolve("b.png"));
        CliRun.of("degrade", in, "-o", folder.resolve("one"), "--task", "denoise")
                .ok();
        CliRun.of("degrade", in, "-o", folder.resolve("two"), "--task", "denoise")
                .ok();
        assertThat(folder.resolve("one/a.png")).hasSameBinaryContentAs(folder.resolve("two/a.png"));
        assertThat(Files.readAllBytes(folder.resolve("one/a.png")))
                .isNotEqualTo(Files.readAllBytes(folder.resolve("one/b.png")));
    }

    @Test
    void refuses_to_overwrite() throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 24, 24);
        byte[] before = Files.readAllBytes(photo);
        CliRun.of("degrade", photo, "-o", folder, "--task", "denoise")
                .fails(ExitCode.FAILED, "exists already", "--overwrite");
        assertThat(Files.readAllBytes(photo)).isEqualTo(before);
    }

    @Test
    void one_bad_picture_does_not_stop_the_others() throws IOException {
        Path in = Files.createDirectory(folder.resolve("in"));
        Pictures.write(in.resolve("good.png"), 24, 24);
        Files.writeString(in.resolve("bad.png"), "no picture");
        CliRun run = CliRun.of("degrade", in, "-o", folder.resolve("out"), "--task", "denoise", "--json");
        assertThat(run.code()).isEqualTo(ExitCode.SOME_FAILED.code());
        assertThat(run.out().lines())
                .anyMatch(line -> line.startsWith("{\"event\":\"failed\"") && line.contains("bad.png"))
                .anyMatch(line -> line.startsWith("{\"event\":\"finished\"") && line.contains("good.png"))
                .anyMatch(line -> line.startsWith("{\"event\":\"summary\",\"finished\":1,\"failed\":1"));
        assertThat(names(folder.resolve("out"))).containsExactly("good.png");
    }

    @Test
    void says_how_a_picture_was_read_and_what_it_keeps() {
        CliRun run = CliRun.of(
                        "degrade",
                        Fixtures.file("wide.jpg"),
                        Fixtures.file("told.jpg"),
                        Fixtures.file("orientation6.png"),
                        "-o",
                        folder,
                        "--task",
                        "denoise")
                .ok();
        assertThat(run.err())
                .contains("wide.jpg: its colours were converted from ")
                .contains("told.jpg: its resolution of ", "carried over")
                .contains("orientation6.png: it was turned upright");
    }

    private static org.assertj.core.data.Offset<Float> within() {
        return org.assertj.core.data.Offset.offset(2f / 255);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
