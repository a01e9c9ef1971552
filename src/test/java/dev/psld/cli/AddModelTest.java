package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.diffusers.Pipelines;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is added, shown, restored with and removed by its name. */
class AddModelTest {
    @TempDir
    Path home;

    private String before = "";

    @BeforeEach
    void settle() {
        before = System.getProperty("psld.home", "");
        System.setProperty("psld.home", home.toString());
    }

    @AfterEach
    void restore() {
        System.setProperty("psld.home", before);
    }

    @Test
    void from_a_zip_to_a_restored_photo() throws IOException {
        CliRun added = CliRun.of("models", "add", Pipelines.zip("sd"), "--name", "tiny", "--size", 16)
                .ok();
        assertThat(added.out())
                .contains("scaled-linear β from 8.5E-4 to 0.012 over 1000 timesteps, steps_offset 1", "told a text")
                .contains("unet: adjoint test", "of tape", "operations forward", "on disk", "--model tiny");
        assertThat(home.resolve("onnx").toFile().list()).containsExactly("tiny");
        CliRun shown = CliRun.of("models", "show", "tiny").ok();
        assertThat(shown.out()).contains("predicts      noise", "context 1×77×8", "scale 0.18215", "a text");
        assertThat(CliRun.of("models", "show", "tiny", "--json").ok().out()).startsWith("{\"format\":2");
        assertThat(CliRun.of("models").ok().out()).contains("tiny: pictures 3×16×16, latents 4×8×8");

        Path photo = home.resolve("photo.png");
        ImageIO.write(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), "png", photo.toFile());
        Path out = home.resolve("out");
        CliRun.of("restore", photo, "-o", out, "--task", "denoise", "--sigma-y", 0.1, "--model", "tiny", "--steps", 3)
                .ok();
        assertThat(out.resolve("photo.png")).exists();

        CliRun.of("models", "add", Pipelines.zip("sd"), "--name", "tiny", "--size", 16)
                .fails(ExitCode.MODEL, "a model “tiny” already", "--replace");
        CliRun.of("models", "add", Pipelines.zip("sd2"), "--name", "tiny", "--size", 16, "--replace")
                .ok();
        assertThat(CliRun.of("models", "show", "tiny").ok().out()).contains("predicts      velocity", "tape");
        assertThat(CliRun.of("models", "remove", "tiny").ok().out()).contains("tiny is removed");
        assertThat(home.resolve("onnx")).isEmptyDirectory();
        CliRun.of("models", "remove", "tiny").fails(ExitCode.MODEL, "no model “tiny”");
    }

    @Test
    void with_a_small_decoder_for_guidance() throws IOException {
        Path small = Pipelines.folder("taesd", home);
        CliRun.of("models", "add", Pipelines.zip("sd"), "--name", "tiny", "--size", 16, "--guide-decoder", small)
                .ok();
        assertThat(CliRun.of("models", "show", "tiny").ok().out()).contains("guide-decoder z 1×4×8×8 → x 1×3×16×16");
        CliRun.of(
                        "models",
                        "add",
                        Pipelines.zip("sd"),
                        "--name",
                        "other",
                        "--size",
                        16,
                        "--guide-decoder",
                        small,
                        "--no-gradients")
                .fails(ExitCode.MODEL, "there for its pullback", "--no-gradients");
        assertThat(home.resolve("onnx").toFile().list()).containsExactly("tiny");
    }

    @Test
    void into_a_folder_of_its_own_where_there_is_one_beside_the_shipped_models() throws IOException {
        Path shipped = Files.createDirectories(home.resolve("onnx/shipped"));
        Path models = Files.createDirectory(home.resolve("models"));
        CliRun.of("models", "add", Pipelines.zip("sd"), "--name", "tiny", "--size", 16)
                .ok();
        assertThat(models.toFile().list()).containsExactly("tiny");
        assertThat(home.resolve("onnx").toFile().list()).containsExactly("shipped");
        assertThat(CliRun.of("models", "--json").out())
                .contains(shipped.toString(), models.resolve("tiny").toString());
        CliRun.of("models", "show", "tiny").ok();
        CliRun.of("models", "add", Pipelines.zip("sd"), "--name", "shipped", "--size", 16)
                .fails(ExitCode.MODEL, "a model “shipped” already", shipped.toString());
        CliRun.of("models", "add", Pipelines.zip("sd"), "--name", "shipped", "--size", 16, "--replace")
                .ok();
        assertThat(CliRun.of("models", "show", "shipped").ok().out()).contains("predicts      noise");
        assertThat(shipped).as("the program’s own").isEmptyDirectory();
        CliRun.of("models", "remove", "shipped").ok();
        assertThat(shipped).isDirectory();
        assertThat(models.toFile().list()).containsExactly("tiny");
    }

    @Test
    void in_half_precision_where_that_is_asked_for() {
        CliRun.of("models", "add", Pipelines.zip("sd"), "--name", "small", "--size", 16, "--precision", "fp16")
                .ok();
        assertThat(CliRun.of("models", "show", "small").ok().out()).contains("fp16");
        CliRun.of("models", "add", Pipelines.zip("sd"), "--name", "brain", "--size", 16, "--precision", "bf16")
                .fails(ExitCode.USAGE, "bf16");
    }

    @Test
    void without_gradients_for_methods_that_take_none() throws IOException {
        assertThat(CliRun.of("models", "add", Pipelines.zip("sd"), "--name", "plain", "--size", 16, "--no-gradients")
                        .ok()
                        .out())
                .contains("--model plain --method refine");
        assertThat(CliRun.of("models", "show", "plain").ok().out()).doesNotContain("pullback");
        Path photo = Pictures.write(home.resolve("plain.png"), 16, 16);
        CliRun.of("restore", photo, "-o", home.resolve("plain"), "--task", "denoise", "--model", "plain", "--steps", 3)
                .fails(ExitCode.MODEL, "was never differentiated");
        CliRun.of(
                        "restore",
                        photo,
                        "-o",
                        home.resolve("plain"),
                        "--task",
                        "denoise",
                        "--model",
                        "plain",
                        "--steps",
                        3,
                        "--method",
                        "refine",
                        "--prompt",
                        "a face",
                        "--guidance",
                        3)
                .ok();
    }

    @Test
    void a_source_that_is_refused_leaves_nothing() throws IOException {
        Path broken = home.resolve("broken.zip");
        byte[] zip = Files.readAllBytes(Pipelines.zip("sd"));
        Files.write(broken, java.util.Arrays.copyOf(zip, zip.length / 2));
        CliRun.of("models", "add", broken).fails(ExitCode.MODEL, "broken.zip is damaged");
        CliRun.of("models", "add", home.resolve("nowhere")).fails(ExitCode.MODEL, "there is no folder");
        CliRun.of("models", "add", Pipelines.zip("sd"), "--name", "auto")
                .fails(ExitCode.MODEL, "cannot be called “auto”");
        CliRun.of("models", "add", Pipelines.zip("sd"), "--size", 18).fails(ExitCode.MODEL, "multiples of 4");
        CliRun.of("models", "add", "hf:nobody").fails(ExitCode.MODEL, "hf:OWNER/NAME");
        try (Stream<Path> left = Files.walk(home)) {
            assertThat(left.filter(Files::isRegularFile)).containsExactly(broken);
        }
    }

    @Test
    void what_comes_with_the_program_is_not_removed() throws IOException {
        Files.createDirectories(home.resolve("onnx/photo"));
        CliRun.of("models", "remove", "photo").fails(ExitCode.MODEL, "comes with the program");
        Files.createDirectories(home.resolve("onnx/mine"));
        CliRun.of("models", "remove", "mine").fails(ExitCode.MODEL, "no model bundle");
        CliRun.of("models", "remove", "..").fails(ExitCode.MODEL, "cannot be called");
        assertThat(home.resolve("onnx/mine")).exists();
    }
}
