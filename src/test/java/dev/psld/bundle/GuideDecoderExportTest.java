package dev.psld.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.autodiff.Mode;
import dev.psld.fault.FaultException;
import dev.psld.graph.OnnxWriter;
import dev.psld.ort.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small decoder beside the forward graphs of a model. */
class GuideDecoderExportTest {
    private static Environment environment;

    @TempDir
    Path folder;

    private Path source = Path.of("");

    @BeforeAll
    static void open() {
        environment = Environment.open();
    }

    @AfterAll
    static void close() {
        environment.close();
    }

    @BeforeEach
    void write() throws IOException {
        source = TinyBundle.guidedSource(folder.resolve("forward"));
    }

    private void says(UnaryOperator<String> change) throws IOException {
        Path model = source.resolve("model.json");
        Files.writeString(model, change.apply(Files.readString(model)));
    }

    private BundleExport export() {
        return new BundleExport(environment, Mode.TAPE, line -> {});
    }

    private void refused(BundleExport export, String... words) {
        assertThatThrownBy(() -> export.export(source, folder.resolve("bundle")))
                .isInstanceOf(FaultException.class)
                .hasMessageContainingAll(words);
        assertThat(folder.toFile().list()).containsExactly("forward");
    }

    @Test
    void it_is_proved_as_the_others_are_and_opened_again() {
        Bundle bundle = export().export(source, folder.resolve("bundle"));
        PullbackEntry pullback = bundle.graph(Role.GUIDE_DECODER).pullback().orElseThrow();
        assertThat(pullback.adjointError()).isLessThan(1e-5);
        assertThat(pullback.differenceError()).isLessThan(1e-3);
        assertThat(bundle.manifest().hasGuideDecoder()).isTrue();
        assertThat(Bundle.open(bundle.folder()).manifest()).isEqualTo(bundle.manifest());
    }

    @Test
    void one_that_nobody_mentions_takes_the_latents_of_the_decoder() throws IOException {
        says(text -> text.replaceFirst(", \"graphs\".*", "}"));
        Bundle bundle = export().export(source, folder.resolve("bundle"));
        assertThat(bundle.manifest().hasGuideDecoder()).isTrue();
        assertThat(dev.psld.graph.OnnxReader.read(bundle.forward(Role.GUIDE_DECODER))
                        .nodes())
                .noneMatch(node -> node.op().equals("Mul"));
    }

    @Test
    void without_pullbacks_it_is_of_no_use() throws IOException {
        refused(export().withoutGradients(), "there for its pullback", "--no-gradients");
        says(text -> text.replace("{\"scale\": 1}", "{\"differentiate\": false}"));
        refused(export(), "there for its pullback", "“differentiate”: false");
    }

    @Test
    void scales_say_something_of_it_alone() throws IOException {
        says(text -> text.replace("\"encoder\": {}", "\"encoder\": {\"scale\": 2}"));
        refused(export(), "has a scale", "leave it out");
    }

    @Test
    void a_scale_is_above_0() throws IOException {
        says(text -> text.replace("{\"scale\": 1}", "{\"scale\": 0}"));
        refused(export(), "has the scale 0.0", "above 0");
    }

    @Test
    void its_pictures_and_latents_are_those_of_the_model() throws IOException {
        Path file = source.resolve("guide-decoder.onnx");
        Files.delete(file);
        OnnxWriter.write(TinyBundle.guideDecoder(4, 8), file);
        refused(export(), "guide-decoder.onnx", "1×3×8×8", "1×3×16×16");
        Files.delete(file);
        OnnxWriter.write(TinyBundle.guideDecoder(8, 16), file);
        refused(export(), "guide-decoder.onnx", "1×8×4×4", "1×4×4×4");
    }

    @Test
    void a_decoder_whose_place_it_takes_must_be_there() throws IOException {
        says(text -> text.replace("\"decoder\": {}, ", ""));
        refused(export(), "no decoder whose place it could take");
    }
}
