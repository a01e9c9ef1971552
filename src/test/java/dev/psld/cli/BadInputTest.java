package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.picture.Bomb;
import dev.psld.picture.Mask;
import dev.psld.picture.Masks;
import dev.psld.picture.PictureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every bad input: a sentence, the right exit code, nothing left behind. */
class BadInputTest {
    @TempDir
    static Path models;

    private static Path model = Path.of("");

    @TempDir
    private Path folder;

    private Path photo = Path.of("");
    private Path out = Path.of("");

    @BeforeAll
    static void export() throws IOException {
        model = TinyModelFolder.export(models);
    }

    @BeforeEach
    void name() {
        photo = folder.resolve("photo.jpg");
        out = folder.resolve("out");
    }

    @Test
    void missing() {
        refused("photo.jpg");
    }

    @Test
    void zero_bytes() throws IOException {
        Files.createFile(photo);
        refused("photo.jpg", "empty");
    }

    @Test
    void truncated() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of("src/test/resources/pictures/smooth.jpg"));
        Files.write(photo, Arrays.copyOf(whole, whole.length / 2));
        refused("photo.jpg");
    }

    @Test
    void of_another_type() throws IOException {
        Files.writeString(photo, "Dear reader, this is a letter and no photograph at all.");
        refused("photo.jpg", "PNG");
    }

    @Test
    void huge() throws IOException {
        Files.write(photo, Bomb.png(60000, 60000));
        refused("photo.jpg", "60000");
    }

    @Test
    void a_folder_named_like_a_picture() throws IOException {
        Files.createDirectory(photo);
        refused("photo.jpg", "folder with no pictures");
    }

    @Test
    void with_a_mask_of_another_size() {
        Pictures.write(photo, 16, 16);
        new PictureWriter().write(Masks.box(20, 16, 2, 2, 4, 4).toPicture(), folder.resolve("photo.mask.png"));
        refused("20×16", "16×16", "photo.mask.png");
    }

    @Test
    void without_a_mask() {
        Pictures.write(photo, 16, 16);
        refused("photo.jpg", "--mask");
    }

    @Test
    void one_pixel() {
        Path dot = Pictures.write(folder.resolve("dot.png"), 1, 1);
        CliRun run = restore(dot, out, model, "--task", "denoise");
        run.ok();
        assertThat(run.err()).contains("1×1 was scaled");
        assertThat(Pictures.read(out.resolve("dot.png")).pixels()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "--task=inpant, inpaint",
        "--task=denoise --provider=vulkan, vulkan",
        "--task=denoise --steps=-1, must be 1 or more",
        "--task=denoise --steps=0, must be 1 or more",
        "--task=denoise --method=magic, gml-dps",
        "--task=denoise --omega=1e9, omega",
        "--task=denoise --mode=fast, author"
    })
    void wrong_values(String arguments, String words) {
        Pictures.write(photo, 16, 16);
        restore(photo, out, model, arguments.split(" ")).fails(ExitCode.USAGE, words);
        assertThat(out).doesNotExist();
    }

    @Test
    void a_provider_that_is_not_here() {
        Pictures.write(photo, 16, 16);
        CliRun run = restore(photo, out, model, "--task", "denoise", "--provider", "tensorrt");
        if (run.code() != 0) {
            run.fails(ExitCode.PROVIDER, "tensorrt");
            assertThat(out).doesNotExist();
        }
    }

    @Test
    void an_output_below_a_file() throws IOException {
        Pictures.write(photo, 16, 16);
        Path file = Files.writeString(folder.resolve("file"), "here");
        restore(photo, file.resolve("out"), model, "--task", "denoise").fails(ExitCode.FAILED, "is a file", "-o");
        assertThat(file).hasContent("here");
    }

    @Test
    void an_output_that_is_there() throws IOException {
        Pictures.write(photo, 16, 16);
        Files.createDirectory(out);
        Path there = Files.writeString(out.resolve("photo.png"), "precious");
        restore(photo, out, model, "--task", "denoise").fails(ExitCode.FAILED, "exists already", "--overwrite");
        assertThat(there).hasContent("precious");
        assertThat(TinyModelFolder.names(out)).containsExactly("photo.png");
        restore(photo, out, model, "--task", "denoise", "--overwrite").ok();
        assertThat(Pictures.read(there).width()).isEqualTo(16);
    }

    @Test
    void no_model() {
        Pictures.write(photo, 16, 16);
        modelRefused(folder.resolve("nowhere"), "nowhere", "psld models");
    }

    @Test
    void a_model_with_a_damaged_file() throws IOException {
        Path damaged = TinyModelFolder.copy(model, folder.resolve("tiny"));
        byte[] bytes = Files.readAllBytes(damaged.resolve("unet.onnx"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged.resolve("unet.onnx"), bytes);
        modelRefused(damaged, "unet.onnx", "damaged");
    }

    @Test
    void a_model_without_a_graph() throws IOException {
        Path damaged = TinyModelFolder.copy(model, folder.resolve("tiny"));
        Files.delete(damaged.resolve("decoder_vjp.onnx"));
        modelRefused(damaged, "decoder_vjp.onnx", "missing");
    }

    @Test
    void a_model_of_another_shape_than_it_says() throws IOException {
        Path damaged = TinyModelFolder.copy(model, folder.resolve("tiny"));
        Path manifest = damaged.resolve("bundle.json");
        Files.writeString(
                manifest,
                Files.readString(manifest).replaceAll("\"image\" : \\[[^\\]]*\\]", "\"image\" : [3, 32, 32]"));
        modelRefused(damaged, "shape");
    }

    @Test
    void a_manifest_that_is_no_json() throws IOException {
        Path damaged = TinyModelFolder.copy(model, folder.resolve("tiny"));
        Files.writeString(damaged.resolve("bundle.json"), "{");
        modelRefused(damaged, "bundle.json", "damaged");
    }

    @Test
    void a_schedule_that_nobody_knows() throws IOException {
        Path damaged = TinyModelFolder.copy(model, folder.resolve("tiny"));
        Path manifest = damaged.resolve("bundle.json");
        Files.writeString(
                manifest, Files.readString(manifest).replaceAll("\"kind\" : \"[a-z-]*\"", "\"kind\" : \"cosin\""));
        modelRefused(damaged, "schedule.kind", "cosin", "cosine");
    }

    @Test
    void a_runtime_that_is_not_there() {
        Pictures.write(folder.resolve("good.png"), 16, 16);
        restore(folder.resolve("good.png"), out, model, "--task", "denoise", "--ort-lib", "/nowhere/at/all")
                .fails(ExitCode.PROVIDER, "/nowhere/at/all");
    }

    @Test
    void two_of_one_name_are_told_apart_before_any_work() throws IOException {
        Path first = Pictures.write(Files.createDirectory(folder.resolve("x")).resolve("a.png"), 16, 16);
        Path second = Pictures.write(Files.createDirectory(folder.resolve("y")).resolve("a.png"), 16, 16);
        restore(first, out, model, "--task", "denoise", second.toString(), "--overwrite")
                .fails(ExitCode.FAILED, "x/a.png", "y/a.png", "would both become");
        restore(first, out, model, "--task", "denoise", first.toString()).fails(ExitCode.FAILED, "named twice");
        Path sample = Pictures.write(folder.resolve("x/a-s1.png"), 16, 16);
        restore(first, out, model, "--task", "denoise", sample.toString(), "--samples", "2", "--overwrite")
                .fails(ExitCode.FAILED, "a-s1.png", "would both become");
        assertThat(out).doesNotExist();
    }

    @Test
    void a_mask_that_leaves_nothing_at_the_size_of_the_model() {
        Path fine = Pictures.write(folder.resolve("fine.png"), 64, 64);
        boolean[] missing = new boolean[64 * 64];
        for (int i = 0; i < missing.length; i++) {
            missing[i] = (i % 64 + i / 64) % 2 == 0;
        }
        new PictureWriter().write(Mask.of(64, 64, missing).toPicture(), folder.resolve("fine.mask.png"));
        restore(fine, out, model, "--task", "inpaint")
                .fails(ExitCode.FAILED, "fine.png", "nothing of", "smaller photo");
        new PictureWriter().write(Masks.box(64, 64, 0, 0, 64, 64).toPicture(), folder.resolve("all.png"));
        restore(
                        fine,
                        out,
                        model,
                        "--task",
                        "inpaint",
                        "--mask",
                        folder.resolve("all.png").toString())
                .fails(ExitCode.FAILED, "hides all of it");
    }

    @ParameterizedTest
    @CsvSource({
        "sr4, --mask m.png, --mask",
        "denoise, --kernel k.png, --kernel",
        "sr4, --blur-sigma 2, --blur-sigma",
        "inpaint, --operator a.onnx, --operator",
        "denoise, --mask-inverted, --mask-inverted",
        "sr4, --denoise-known, --denoise-known",
        "denoise, --feather-size 5, --feather-size",
        "sr4, --feather-sigma 5, --feather-sigma",
        "inpaint, --feather-size 101, --feather-size cannot be 101: give a whole number from 0 to 100",
        "inpaint, --feather-sigma 25.5, --feather-sigma cannot be 25.5: give a number from 0 to 25",
        "inpaint, --denoise-known, --sigma-y",
        "denoise, --mode author --presets p.json, --presets",
    })
    void what_says_nothing_about_the_task(String task, String arguments, String word) {
        Pictures.write(folder.resolve("good.png"), 16, 16);
        List<String> more = new ArrayList<>(List.of("--task", task));
        more.addAll(List.of(arguments.split(" ", -1)));
        restore(folder.resolve("good.png"), out, model, more.toArray(String[]::new))
                .fails(ExitCode.USAGE, word);
    }

    private void refused(String... words) {
        restore(photo, out, model, "--task", "inpaint").fails(ExitCode.FAILED, words);
        assertThat(out).doesNotExist();
    }

    private void modelRefused(Path damaged, String... words) {
        Pictures.write(folder.resolve("good.png"), 16, 16);
        restore(folder.resolve("good.png"), out, damaged, "--task", "denoise").fails(ExitCode.MODEL, words);
        assertThat(out).doesNotExist();
    }

    private static CliRun restore(Path in, Path out, Path model, String... more) {
        List<Object> args = new ArrayList<>(List.of("restore", in, "-o", out, "--model", model, "--fit"));
        args.addAll(List.of(more));
        if (args.stream().noneMatch(a -> a.toString().startsWith("--steps"))) {
            args.addAll(List.of("--steps", "2"));
        }
        return CliRun.of(args.toArray());
    }
}
