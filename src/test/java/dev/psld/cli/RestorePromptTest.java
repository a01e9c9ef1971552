package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.bundle.Manifest;
import dev.psld.bundle.TinyText;
import dev.psld.ort.Environment;
import dev.psld.picture.Picture;
import dev.psld.sampler.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Photos restored by a model that takes texts, which is 16×16 here. */
class RestorePromptTest {
    @TempDir
    static Path models;

    private static Path model = Path.of("");

    @TempDir
    private Path folder;

    @BeforeAll
    static void export() throws IOException {
        try (Environment environment = Environment.open()) {
            model = TinyText.export(environment, models, Manifest.Prediction.EPSILON)
                    .folder();
        }
    }

    private CliRun restore(String out, Object... more) throws IOException {
        return restore(16, 16, out, more);
    }

    private CliRun restore(int width, int height, String out, Object... more) throws IOException {
        Path photo = folder.resolve("of-" + width + "/photo.png");
        if (!Files.exists(photo)) {
            Files.createDirectories(photo.getParent());
            Pictures.write(photo, width, height);
        }
        Object[] first = {
            "restore",
            photo,
            "-o",
            folder.resolve(out),
            "--overwrite",
            "--model",
            model,
            "--task",
            "denoise",
            "--steps",
            "4"
        };
        Object[] args = new Object[first.length + more.length];
        System.arraycopy(first, 0, args, 0, first.length);
        System.arraycopy(more, 0, args, first.length, more.length);
        return CliRun.of(args);
    }

    private float[] made(String out) {
        Picture picture = Pictures.read(folder.resolve(out + "/photo.png"));
        float[] all = new float[3 * picture.width() * picture.height()];
        int i = 0;
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < picture.height(); y++) {
                for (int x = 0; x < picture.width(); x++) {
                    all[i++] = picture.sample(c, x, y);
                }
            }
        }
        return all;
    }

    private JsonNode report(String out) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(out + "/photo.json").toFile());
    }

    @Test
    void a_prompt_decides_on_the_picture_and_is_in_the_report() throws IOException {
        restore("plain").ok();
        restore("told", "--prompt", "a portrait of an old woman", "--negative", "blurry", "--guidance", "3")
                .ok();
        assertThat(made("told")).isNotEqualTo(made("plain"));
        assertThat(report("plain").path("settings").has("prompt")).isFalse();
        JsonNode prompt = report("told").path("settings").path("prompt");
        assertThat(prompt.path("text").textValue()).isEqualTo("a portrait of an old woman");
        assertThat(prompt.path("negative").textValue()).isEqualTo("blurry");
        assertThat(prompt.path("weight").doubleValue()).isEqualTo(3);
    }

    @Test
    void presets_tell_it_where_the_command_says_nothing() throws IOException {
        String given = Files.readString(Path.of("config/presets.json"))
                .replace(
                        "\"steps\"", "\"prompt\": \"a red hat\", \"negative\": \"blurry\", \"guidance\": 3, \"steps\"");
        String file = Files.writeString(folder.resolve("told.json"), given).toString();
        restore("options", "--prompt", "a red hat", "--negative", "blurry", "--guidance", "3")
                .ok();
        restore("presets", "--presets", file).ok();
        assertThat(made("presets")).isEqualTo(made("options"));
        restore("over", "--presets", file, "--prompt", "a cat", "--guidance-kind", "cfg++")
                .ok();
        JsonNode prompt = report("over").path("settings").path("prompt");
        assertThat(prompt.path("text").textValue()).isEqualTo("a cat");
        assertThat(prompt.path("negative").textValue()).isEqualTo("blurry");
        assertThat(prompt.path("weight").doubleValue())
                .as("3 is a weight of cfg")
                .isEqualTo(Prompt.Kind.CFG_PLUS_PLUS.usual());
    }

    @Test
    void engines_windows_and_batches_take_it_too() throws IOException {
        List<Object> words = List.of("--prompt", "a red hat", "--guidance", "2", "--samples", "2");
        restore("chain", add(words, "--engine", "chain")).ok();
        restore("fused", add(words, "--engine", "fused")).ok();
        restore("batch", add(words, "--batch", "2")).ok();
        assertThat(near(made("fused"), made("chain"))).isTrue();
        assertThat(near(made("batch"), made("chain"))).isTrue();
        restore(37, 25, "windows", words.toArray()).ok();
        restore(37, 25, "windows-plain", "--samples", "2").ok();
        assertThat(made("windows")).isNotEqualTo(made("windows-plain"));
    }

    private static Object[] add(List<Object> words, Object... more) {
        Object[] all = new Object[words.size() + more.length];
        System.arraycopy(words.toArray(), 0, all, 0, words.size());
        System.arraycopy(more, 0, all, words.size(), more.length);
        return all;
    }

    /** But for what rounding to a file's steps makes of differences in single precision. */
    private static boolean near(float[] one, float[] other) {
        float largest = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs(one[i] - other[i]));
        }
        return largest <= 2f / 255;
    }

    @Test
    void equal_prompts_give_the_bytes_of_one_prediction() throws IOException {
        restore("one", "--prompt", "a red hat", "--guidance", "1").ok();
        restore("equal", "--prompt", "a red hat", "--negative", "a red hat", "--guidance", "7.5")
                .ok();
        assertThat(made("equal")).isEqualTo(made("one"));
    }

    @Test
    void what_a_long_prompt_loses_is_told() throws IOException {
        CliRun run =
                restore("long", "--prompt", "a cat ".repeat(60) + "with a hat").ok();
        assertThat(run.out() + run.err())
                .contains("the prompt is longer than what the model reads")
                .contains("with a hat");
        assertThat(report("long").path("remarks").toString()).contains("with a hat");
    }

    @Test
    void models_and_methods_without_text_refuse_one() {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        CliRun.of("restore", photo, "-o", folder.resolve("a"), "--task", "denoise", "--prompt", "a cat")
                .fails(ExitCode.USAGE, "photo, which takes no texts");
        CliRun.of(
                        "restore",
                        photo,
                        "-o",
                        folder.resolve("a"),
                        "--task",
                        "sr4",
                        "--method",
                        "bicubic",
                        "--guidance",
                        "2")
                .fails(ExitCode.USAGE, "a method without a model");
    }

    @Test
    void weights_out_of_range_are_refused() throws IOException {
        restore("w", "--prompt", "a", "--guidance-kind", "cfg++", "--guidance", "7.5")
                .fails(ExitCode.USAGE, "from 0 to 1");
        restore("w", "--prompt", "a", "--guidance", "101").fails(ExitCode.USAGE, "from 0 to 100");
        restore("w", "--prompt", "a", "--guidance", "-1").fails(ExitCode.USAGE, "0 or more");
        restore("w", "--prompt", "a", "--guidance-kind", "pag").fails(ExitCode.USAGE, "cfg, cfg++");
    }

    @Test
    void a_bundle_without_its_tokenizer_says_so() throws IOException {
        Path damaged = folder.resolve("damaged");
        copy(model, damaged);
        String manifest = Files.readString(damaged.resolve("bundle.json"));
        Files.writeString(
                damaged.resolve("bundle.json"),
                manifest.replaceAll("\\s*\"tokenizer/[^\"]*\" *: *\"[0-9a-f]*\",?", ""));
        try (var files = Files.list(damaged.resolve("tokenizer"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        CliRun run = CliRun.of(
                "restore", photo, "-o", folder.resolve("a"), "--model", damaged, "--task", "denoise", "--prompt", "a");
        assertThat(run.out() + run.err()).contains("vocab.json is missing");
        CliRun.of("restore", photo, "-o", folder.resolve("b"), "--model", damaged, "--task", "denoise", "--steps", "2")
                .ok();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
