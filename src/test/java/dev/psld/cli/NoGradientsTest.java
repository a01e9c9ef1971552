package dev.psld.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.psld.bundle.TinyBundle;
import dev.psld.picture.Masks;
import dev.psld.picture.PictureWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that was never differentiated restores by the methods that take no pullback, to the same bytes, and says so of the others. */
class NoGradientsTest {
    @TempDir
    static Path models;

    private static Path full = Path.of("");
    private static Path plain = Path.of("");

    @TempDir
    private Path folder;

    @BeforeAll
    static void export() throws IOException {
        full = TinyModelFolder.export(models);
        plain = models.resolve("plain");
        CliRun.of("export", TinyBundle.source(models.resolve("source")), "-o", plain, "--no-gradients")
                .ok();
    }

    @Test
    void noPullbackIsWritten() throws IOException {
        assertThat(TinyModelFolder.names(plain)).noneMatch(name -> name.contains("vjp"));
        assertThat(CliRun.of("models", "show", plain).ok().out()).doesNotContain("pullback");
    }

    @ParameterizedTest
    @CsvSource({
        "refine, denoise, 16",
        "refine, denoise, 24",
        "ddim, denoise, 16",
        "sd-blend, inpaint, 16",
        "sd-blend, inpaint, 24"
    })
    void methodsWithoutPullbacksGiveTheSameBytes(String method, String task, int size) throws IOException {
        Path photo = Pictures.write(folder.resolve("photo.png"), size, size);
        new PictureWriter().write(Masks.box(size, size, 5, 4, 6, 7).toPicture(), folder.resolve("mask.png"));
        List<String> more = new ArrayList<>(List.of("--method", method, "--task", task));
        if (task.equals("inpaint")) {
            more.addAll(List.of("--mask", folder.resolve("mask.png").toString()));
        }
        restore(photo, full, "full", more).ok();
        restore(photo, plain, "plain", more).ok();
        assertThat(Files.readAllBytes(folder.resolve("plain/photo.png")))
                .isEqualTo(Files.readAllBytes(folder.resolve("full/photo.png")));
        more.addAll(List.of("--memory", "low"));
        restore(photo, plain, "low", more).ok();
        assertThat(Files.readAllBytes(folder.resolve("low/photo.png")))
                .isEqualTo(Files.readAllBytes(folder.resolve("full/photo.png")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"psld", "gml-dps", "latent-dps", "fast", "latent-daps"})
    void theOthersAreRefusedWithWhatCanBeDone(String method) {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        restore(photo, plain, "out", List.of("--method", method, "--task", "denoise"))
                .fails(ExitCode.MODEL, "was never differentiated", "--method refine");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 24})
    void guidanceThatLeavesTheNoisePredictorOutNeedsNoPullbackOfIt(int size) throws IOException {
        Path source = TinyBundle.source(folder.resolve("source"));
        Path said = source.resolve("model.json");
        String text = Files.readString(said).strip();
        Files.writeString(
                said,
                text.substring(0, text.length() - 1)
                        + ", \"graphs\": {\"encoder\": {}, \"decoder\": {}, \"unet\": {\"differentiate\": false}}}");
        Path partly = folder.resolve("partly");
        CliRun.of("export", source, "-o", partly).ok();
        assertThat(TinyModelFolder.names(partly)).contains("decoder_vjp.onnx").doesNotContain("unet_vjp.onnx");
        Path photo = Pictures.write(folder.resolve("photo.png"), size, size);
        restore(photo, partly, "out", List.of("--task", "denoise")).fails(ExitCode.MODEL, "pullback of its unet");
        restore(photo, partly, "out", List.of("--task", "denoise", "--jacobian-free", "0.5"))
                .fails(ExitCode.MODEL, "pullback of its unet");
        for (Path model : List.of(full, partly)) {
            String out = model.getFileName().toString();
            restore(photo, model, out, List.of("--task", "denoise", "--jacobian-free", "1"))
                    .ok();
        }
        assertThat(Files.readAllBytes(folder.resolve("partly/photo.png")))
                .isEqualTo(Files.readAllBytes(folder.resolve(full.getFileName()).resolve("photo.png")));
    }

    @Test
    void polishIsAPullbackToo() {
        Path photo = Pictures.write(folder.resolve("photo.png"), 16, 16);
        restore(photo, plain, "out", List.of("--method", "refine", "--polish", "2", "--task", "denoise"))
                .fails(ExitCode.MODEL, "pullback of its decoder");
    }

    @Test
    void severalSamplesAndAnEvaluationGoOn() throws IOException {
        Path photo =
                Pictures.write(Files.createDirectories(folder.resolve("in")).resolve("photo.png"), 16, 16);
        restore(photo, plain, "out", List.of("--method", "refine", "--samples", "2", "--task", "sr4", "--fit"))
                .ok();
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("out/photo.json").toFile())
                        .get("samples"))
                .hasSize(2);
        CliRun.of(
                "eval",
                folder.resolve("in"),
                "-o",
                folder.resolve("report"),
                "--model",
                plain,
                "--tasks",
                "denoise",
                "--methods",
                "psld:steps=2,refine:steps=2");
        assertThat(Files.readAllLines(folder.resolve("report/results.csv")))
                .anySatisfy(line ->
                        assertThat(line).startsWith("denoise-noise-0.2,refine").contains(",done,"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("denoise-noise-0.2,psld")
                        .contains("not applicable", "was never differentiated"));
    }

    private CliRun restore(Path photo, Path model, String out, List<String> more) {
        List<Object> args =
                new ArrayList<>(List.of("restore", photo, "-o", folder.resolve(out), "--model", model, "--steps", "3"));
        args.addAll(more);
        return CliRun.of(args.toArray());
    }
}
