package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.file.Sha256;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxWriter;
import dev.psld.picture.Fixtures;
import dev.psld.picture.Mask;
import dev.psld.picture.Masks;
import dev.psld.picture.Picture;
import dev.psld.picture.PictureReader;
import dev.psld.picture.PictureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreTest {
    @TempDir
    static Path models;

    private static Path model = Path.of("");

    @TempDir
    private Path folder;

    @BeforeAll
    static void export() throws IOException {
        model = TinyModelFolder.export(models);
    }

    @ParameterizedTest
    @CsvSource({"16, 16", "40, 30", "9, 14"})
    void known_pixels_come_back_bit_exact(int width, int height) throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), width, height);
        Path mask = mask(width, height);
        restore(photo, "--task", "inpaint").ok();
        Picture source = Pictures.read(photo);
        Picture made = Pictures.read(folder.resolve("out/photo.png"));
        Mask missing = Mask.read(mask, false, new PictureReader());
        boolean changed = false;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (missing.missing(x, y)) {
                    changed |= made.sample(0, x, y) != source.sample(0, x, y);
                } else {
                    assertThat(made.sample(0, x, y)).isEqualTo(source.sample(0, x, y));
                }
            }
        }
        assertThat(changed).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void known_pixels_are_rid_of_their_noise_when_asked_for(int samples) throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        Mask missing = Mask.read(mask(16, 16), false, new PictureReader());
        String[] asked = {"--task", "inpaint", "--denoise-known", "--sigma-y", "0.05", "--samples", "" + samples};
        assertThat(restore(photo, asked).ok().err()).contains("noise of σ 0.05 was taken off its known pixels");
        Picture source = Pictures.read(photo);
        Picture made = Pictures.read(folder.resolve(samples == 1 ? "out/photo.png" : "out/photo-s2.png"));
        double squares = 0;
        int count = 0;
        for (int i = 0; i < 3 * 256; i++) {
            if (!missing.missing(i % 16, i / 16 % 16)) {
                squares += Math.pow(made.samples()[i] - source.samples()[i], 2);
                count++;
            }
        }
        assertThat(Math.sqrt(squares / count)).isCloseTo(0.05, within(0.003)); // 8 bits a colour
    }

    @Test
    void a_photo_of_another_size_is_fitted_and_told_so() throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 40, 30);
        assertThat(restore(photo, "--task", "denoise").ok().err())
                .contains("photo.png 40×30 was scaled by 0.4 to 16×12");
        Picture made = Pictures.read(folder.resolve("out/photo.png"));
        assertThat(List.of(made.width(), made.height())).containsExactly(40, 30);
        assertThat(report("photo").get("remarks").get(0).asText()).contains("padded to 16×16");
    }

    @ParameterizedTest
    @CsvSource({"4, 4, 16, 16", "6, 3, 24, 12"})
    void super_resolution_takes_the_input_as_the_measurement(int width, int height, int newWidth, int newHeight) {
        Path photo = Pictures.write(folder.resolve("photo.png"), width, height);
        restore(photo, "--task", "sr4").ok();
        Picture made = Pictures.read(folder.resolve("out/photo.png"));
        assertThat(List.of(made.width(), made.height())).containsExactly(newWidth, newHeight);
    }

    @ParameterizedTest
    @CsvSource({"sr4", "inpaint-random", "inpaint-box", "deblur-gaussian", "deblur-motion", "denoise"})
    void every_task_undoes_what_degrade_made(String task) {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        CliRun.of("degrade", photo, "-o", folder.resolve("in"), "--task", task).ok();
        restore(folder.resolve("in"), "--task", task).ok();
        assertThat(folder.resolve("out/photo.png")).isRegularFile();
    }

    @ParameterizedTest
    @CsvSource({"psld", "gml-dps", "latent-dps", "refine", "ddim"})
    void every_method_runs(String method) throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        restore(photo, "--task", "denoise", "--method", method).ok();
        JsonNode residual = report("photo").get("samples").get(0).get("residual");
        assertThat(residual == null).isEqualTo(method.equals("ddim"));
    }

    @ParameterizedTest
    @CsvSource({"psld", "latent-dps", "ddim"})
    void the_fused_engine_gives_the_picture_of_the_chain(String method) throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        restore(photo, "--task", "denoise", "--method", method, "--engine", "fused")
                .ok();
        assertThat(report("photo").get("samples").get(0).get("stageSeconds").fieldNames())
                .toIterable()
                .contains("step");
        CliRun.of(all(photo, folder.resolve("chain"), "--task", "denoise", "--method", method, "--engine", "chain"))
                .ok();
        float[] fused = Pictures.read(folder.resolve("out/photo.png")).samples();
        float[] chained = Pictures.read(folder.resolve("chain/photo.png")).samples();
        for (int i = 0; i < chained.length; i++) {
            assertThat(fused[i]).isCloseTo(chained[i], within(1.5f / 255));
        }
    }

    @ParameterizedTest
    @CsvSource({"--polish, 3", "--state-gradient, 0.5", "--attention, 2", "--guide-every, 2", "--jacobian-free, 0.5"})
    void a_plug_in_changes_the_picture_alone_and_in_a_batch_alike(String option, String value) throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        restore(photo, "--task", "denoise").ok();
        CliRun.of(all(photo, folder.resolve("one"), "--task", "denoise", option, value))
                .ok();
        CliRun.of(all(
                        photo,
                        folder.resolve("two"),
                        "--task",
                        "denoise",
                        option,
                        value,
                        "--samples",
                        "2",
                        "--batch",
                        "2"))
                .ok();
        float[] plain = Pictures.read(folder.resolve("out/photo.png")).samples();
        float[] one = Pictures.read(folder.resolve("one/photo.png")).samples();
        float[] two = Pictures.read(folder.resolve("two/photo-s1.png")).samples();
        assertThat(one).isNotEqualTo(plain);
        for (int i = 0; i < one.length; i++) {
            assertThat(two[i]).isCloseTo(one[i], within(1.5f / 255));
        }
    }

    @Test
    void a_plug_in_where_it_says_nothing_is_refused() throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        restore(photo, "--task", "denoise", "--attention", "1", "--engine", "fused")
                .fails(ExitCode.USAGE, "knows no --attention");
        restore(photo, "--task", "denoise", "--state-gradient", "0").fails(ExitCode.USAGE, "--state-gradient");
        restore(photo, "--task", "denoise", "--state-gradient", "0.9", "--method", "fast")
                .fails(ExitCode.USAGE, "does not step along the gradient by z_t");
        restore(photo, "--task", "denoise", "--guide-every", "2", "--engine", "fused")
                .fails(ExitCode.USAGE, "knows no --guide-every");
        restore(photo, "--task", "denoise", "--guide-every", "0").fails(ExitCode.USAGE, "--guide-every");
        restore(photo, "--task", "denoise", "--guide-every", "2", "--method", "fast")
                .fails(ExitCode.USAGE, "guideEvery cannot be 2: give 1 with a method that does not step");
        restore(photo, "--task", "denoise", "--jacobian-free", "0.5", "--method", "refine")
                .fails(ExitCode.USAGE, "jacobianFree cannot be 0.5: give 0 with a method that does not step");
        Path large = Pictures.write(folder.resolve("large.png"), 24, 16);
        CliRun.of(
                        "restore",
                        large,
                        "-o",
                        folder.resolve("out"),
                        "--model",
                        model,
                        "--task",
                        "denoise",
                        "--attention",
                        "1")
                .fails(ExitCode.FAILED, "which the perturbed net cannot do: leave --attention out");
    }

    @Test
    void the_fused_engine_takes_no_batch_and_a_wrong_engine_is_named() {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        restore(photo, "--task", "denoise", "--engine", "fused", "--batch", "2")
                .fails(ExitCode.USAGE, "one picture at a time");
        restore(photo, "--task", "denoise", "--engine", "fast").fails(ExitCode.USAGE, "chain, fused or auto");
    }

    @Test
    void engines_are_compared_by_numbers_and_time() {
        String out = CliRun.of("compare-engines", "--model", model, "--steps", "2", "--rounds", "1")
                .ok()
                .out();
        assertThat(out).contains("latents after 2 steps differ by", "fused/chain", "with its session");
    }

    @Test
    void same_seed_same_bytes() {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        int run = 0;
        for (String seed : List.of("7", "7", "8")) {
            CliRun.of(all(photo, folder.resolve("out" + run++), "--task", "denoise", "--seed", seed))
                    .ok();
        }
        Path first = folder.resolve("out0/photo.png");
        assertThat(first).hasSameBinaryContentAs(folder.resolve("out1/photo.png"));
        assertThat(Pictures.read(first).samples())
                .isNotEqualTo(Pictures.read(folder.resolve("out2/photo.png")).samples());
    }

    @Test
    void samples_come_with_their_mean_and_their_spread() throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        mask(16, 16);
        restore(photo, "--task", "inpaint", "--samples", "2", "--preview-every", "2")
                .ok();
        assertThat(TinyModelFolder.names(folder.resolve("out")))
                .containsExactly(
                        "photo-s1.png",
                        "photo-s2.png",
                        "photo-step0002.png",
                        "photo.json",
                        "photo.png",
                        "photo.uncertainty.png");
        assertThat(report("photo").get("samples")).hasSize(2);
        Picture spread = Pictures.read(folder.resolve("out/photo.uncertainty.png"));
        Picture mean = Pictures.read(folder.resolve("out/photo.png"));
        assertThat(mean.sample(0, 0, 0)).isEqualTo(Pictures.read(photo).sample(0, 0, 0));
        assertThat(spread.sample(0, 0, 0)).isLessThan(spread.sample(0, 8, 8));
    }

    @ParameterizedTest
    @CsvSource({"auto", "2"})
    void a_sample_among_others_is_the_one_of_its_seed_alone(String batch) throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        restore(photo, "--task", "denoise", "--samples", "3", "--batch", batch).ok();
        CliRun.of(all(photo, folder.resolve("alone"), "--task", "denoise", "--seed", "44", "--batch", batch))
                .ok();
        Picture third = Pictures.read(folder.resolve("out/photo-s3.png"));
        assertThat(third.samples())
                .isEqualTo(Pictures.read(folder.resolve("alone/photo.png")).samples());
        CliRun.of(all(photo, folder.resolve("single"), "--task", "denoise", "--seed", "44", "--batch", "1"))
                .ok();
        float[] single = Pictures.read(folder.resolve("single/photo.png")).samples();
        for (int i = 0; i < single.length; i++) {
            assertThat(third.samples()[i]).isCloseTo(single[i], within(2.5f / 255));
        }
        JsonNode samples = report("photo").get("samples");
        assertThat(samples.get(2).get("seed").asLong()).isEqualTo(44);
        assertThat(samples.get(2).get("batch").asInt()).isEqualTo(batch.equals("2") ? 2 : 1);
    }

    @ParameterizedTest
    @CsvSource({"auto", "3"})
    void photos_are_restored_together_and_a_bad_one_fails_alone(String batch) throws IOException {
        Path in = Files.createDirectory(folder.resolve("in"));
        for (String name : List.of("a", "b", "d")) {
            Pictures.write(in.resolve(name + ".png"), 16, 16);
        }
        Files.write(in.resolve("c.png"), new byte[] {1, 2, 3});
        CliRun run = restore(in, "--task", "denoise", "--samples", "2", "--batch", batch, "--json", "--polish", "0");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.SOME_FAILED.code());
        assertThat(TinyModelFolder.names(folder.resolve("out")))
                .contains("a.png", "a-s2.png", "b.png", "b-s1.png", "d.png", "d.json")
                .noneMatch(name -> name.startsWith("c"));
        List<JsonNode> events = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            events.add(new ObjectMapper().readTree(line));
        }
        List<JsonNode> steps = events.stream()
                .filter(e -> e.get("event").asText().equals("step")
                        && e.get("input").asText().endsWith("d.png"))
                .toList();
        assertThat(steps.stream().map(e -> e.get("step").asInt())).containsExactly(1, 2, 3, 4);
        assertThat(steps).allMatch(e -> e.get("steps").asInt() == 4);
        JsonNode summary = events.get(events.size() - 1);
        assertThat(summary.get("finished").asInt()).isEqualTo(3);
        assertThat(summary.get("failed").asInt()).isEqualTo(1);
    }

    @Test
    void transparency_is_enlarged_with_the_photo_and_gone_from_jpeg_with_aWord() {
        float[] alpha = new float[8 * 8];
        Arrays.fill(alpha, 0, 32, 1f);
        Picture photo = Pictures.read(Pictures.write(folder.resolve("plain.png"), 8, 8));
        new PictureWriter()
                .write(Picture.of(8, 8, photo.samples(), Optional.of(alpha), photo.origin()), folder.resolve("a.png"));
        CliRun run = restore(folder.resolve("a.png"), "--task", "sr4").ok();
        assertThat(run.out() + run.err()).contains("its transparency was scaled with it");
        Picture made = Pictures.read(folder.resolve("out/a.png"));
        float[] scaled = made.alpha().orElseThrow();
        assertThat(scaled).hasSize(made.width() * made.height());
        assertThat(made.width()).isEqualTo(32);
        assertThat(scaled[0]).isEqualTo(1f);
        assertThat(scaled[scaled.length - 1]).isZero();
        Path jpeg = folder.resolve("a.jpg");
        CliRun lost =
                CliRun.of(all(folder.resolve("a.png"), jpeg, "--task", "sr4")).ok();
        assertThat(lost.out() + lost.err()).contains("JPEG holds no transparency");
    }

    @ParameterizedTest
    @ValueSource(strings = {"grey-as-colour.png", "grey-as-colour.jpg", "grey-as-colour.webp", "grey-as-colour.tif"})
    void grey_that_is_stored_as_colour_comes_back_grey(String name) {
        restore(Fixtures.file("kinds/" + name), "--task", "denoise").ok();
        Picture made = Pictures.read(folder.resolve("out/grey-as-colour.png"));
        float[] samples = made.samples();
        int n = samples.length / 3;
        for (int i = 0; i < n; i++) {
            assertThat(samples[n + i]).isEqualTo(samples[i]);
            assertThat(samples[2 * n + i]).isEqualTo(samples[i]);
        }
    }

    /** The hole of a grey photo may be painted in any colour. */
    @Test
    void known_pixels_say_whether_aPhoto_is_grey() throws IOException {
        mask(16, 16);
        Mask missing = Mask.read(folder.resolve("photo.mask.png"), false, new PictureReader());
        Picture photo = Pictures.read(Pictures.write(folder.resolve("photo.png"), 16, 16))
                .toGrey();
        float[] samples = photo.samples();
        for (int i = 0; i < 256; i++) {
            samples[i] = missing.missing(i % 16, i / 16) ? 1f : samples[i];
        }
        Files.delete(folder.resolve("photo.png"));
        new PictureWriter().write(Picture.rgb(16, 16, samples), folder.resolve("photo.png"));
        restore(folder.resolve("photo.png"), "--task", "inpaint").ok();
        assertThat(Pictures.read(folder.resolve("out/photo.png")).grey()).isTrue();
    }

    @Test
    void what_aPhoto_says_about_itself_is_carried_and_said_unless_stripped() throws IOException {
        Path photo = Fixtures.file("told.jpg");
        restore(photo, "--task", "denoise").ok();
        assertThat(Files.readString(folder.resolve("out/told.json")))
                .contains("its resolution of 300×150 dpi and its EXIF (date, camera, place, author) were carried over");
        assertThat(Pictures.read(folder.resolve("out/told.png"))
                        .origin()
                        .annotations()
                        .isEmpty())
                .isFalse();
        restore(photo, "--task", "denoise", "--overwrite", "--strip").ok();
        assertThat(Files.readString(folder.resolve("out/told.json"))).contains("were left out");
        assertThat(Pictures.read(folder.resolve("out/told.png"))
                        .origin()
                        .annotations()
                        .isEmpty())
                .isTrue();
    }

    @Test
    void transparent_pixels_are_the_missing_ones() throws IOException {
        Path photo = folder.resolve("photo.png");
        Files.copy(Path.of("src/test/resources/pictures/rgba8.png"), photo);
        Picture source = Pictures.read(photo);
        assertThat(Mask.ofAlpha(source).missingCount()).isPositive();
        restore(photo, "--task", "inpaint").ok();
        assertThat(Mask.ofAlpha(Pictures.read(folder.resolve("out/photo.png"))).missingCount())
                .isZero();
    }

    @Test
    void the_report_says_what_was_done() throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        restore(photo, "--task", "denoise", "--seed", "9", "--provider", "cpu").ok();
        JsonNode report = report("photo");
        assertThat(report.get("settings").get("seed").asLong()).isEqualTo(9);
        assertThat(report.get("settings").get("steps").asInt()).isEqualTo(2);
        assertThat(report.get("provider").asText()).isEqualTo("cpu");
        assertThat(report.get("model").get("files").get("unet.onnx").asText()).hasSize(64);
        assertThat(report.get("samples").get(0).get("stageSeconds").fieldNames())
                .toIterable()
                .contains("U", "D", "E", "U*", "D*", "E*");
    }

    @Test
    void a_missing_operator_is_named() {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        restore(photo, "--task", "custom", "--operator", "no.onnx").fails(ExitCode.FAILED, "no.onnx");
    }

    @Test
    void an_operator_with_open_sizes_is_fixed_to_the_models() throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        GraphBuilder open = new GraphBuilder("negative", 17);
        open.input("photo", ElementType.FLOAT, -1, 3, -1, -1);
        open.emitAs("y", "Neg", Attributes.NONE, "photo");
        open.output("y", ElementType.FLOAT, -1, 3, -1, -1);
        Path operator = folder.resolve("open.onnx");
        OnnxWriter.write(open.build(), operator);
        restore(photo, "--task", "custom", "--operator", operator.toString()).ok();
        assertThat(report("photo").get("operator").asText()).contains("negative");
    }

    @Test
    void the_report_says_that_sampling_began_at_noise_where_nothing_gives_a_first_guess() throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 8, 8);
        GraphBuilder half = new GraphBuilder("half", 17);
        half.input("x", ElementType.FLOAT, 1, 3, 16, 16);
        half.emitAs(
                "y",
                "AveragePool",
                Attributes.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}),
                "x");
        half.output("y", ElementType.FLOAT, 1, 3, 8, 8);
        Path operator = folder.resolve("half.onnx");
        OnnxWriter.write(half.build(), operator);
        String preset =
                "{'custom': {'steps': 2, 'gamma': 0.1, 'omega': 0.1, 'start': 0.5, 'clip': 0, 'power': 0, 'eta': 0,"
                        + " 'polish': 0, 'polishRate': 1, 'noiseFloor': 2, 'encoderDraw': false, 'lift': 'STABLE'}}";
        Path presets = Files.writeString(folder.resolve("presets.json"), preset.replace('\'', '"'));
        restore(
                        photo,
                        "--task",
                        "custom",
                        "--operator",
                        operator.toString(),
                        "--presets",
                        presets.toString(),
                        "--method",
                        "latent-dps")
                .ok();
        assertThat(report("photo").get("settings").get("start").asDouble()).isEqualTo(1);
    }

    @Test
    void the_report_names_the_photo_as_it_was_even_where_the_result_took_its_place() throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        String before = Sha256.of(photo);
        CliRun.of(all(photo, photo, "--task", "denoise", "--overwrite")).ok();
        assertThat(Sha256.of(photo)).isNotEqualTo(before);
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("photo.json").toFile());
        assertThat(report.get("inputSha256").asText()).isEqualTo(before);
    }

    @Test
    void the_blur_of_a_photo_is_scaled_with_it() {
        Path photo = Pictures.write(folder.resolve("photo.png"), 64, 64);
        CliRun.of("degrade", photo, "-o", folder.resolve("in"), "--task", "deblur-motion")
                .ok();
        assertThat(restore(folder.resolve("in"), "--task", "deblur-motion").ok().err())
                .contains("the path of its blur was scaled with it");
    }

    @Test
    void previews_replace_nothing_either() throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        Path there = Files.writeString(
                Files.createDirectory(folder.resolve("out")).resolve("photo-step0001.png"), "somebody's");
        restore(photo, "--task", "denoise", "--preview-every", "1").fails(ExitCode.FAILED, "photo-step0001.png");
        assertThat(there).hasContent("somebody's");
        restore(photo, "--task", "denoise", "--preview-every", "1", "--overwrite")
                .ok();
        assertThat(Pictures.read(there).width()).isEqualTo(16);
    }

    private CliRun restore(Path in, String... more) {
        return CliRun.of(all(in, folder.resolve("out"), more));
    }

    private static Object[] all(Path in, Path out, String... more) {
        List<Object> args =
                new ArrayList<>(List.of("restore", in, "-o", out, "--model", model, "--fit", "--steps", "2"));
        args.addAll(List.of(more));
        return args.toArray();
    }

    /** Writes photo.mask.png with the middle missing. */
    private Path mask(int width, int height) {
        Path mask = folder.resolve("photo.mask.png");
        new PictureWriter()
                .write(
                        Masks.box(width, height, width / 4, height / 4, width / 2, height / 2)
                                .toPicture(),
                        mask);
        return mask;
    }

    private JsonNode report(String stem) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("out/" + stem + ".json").toFile());
    }
}
