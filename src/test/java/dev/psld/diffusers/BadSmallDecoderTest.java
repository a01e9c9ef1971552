package dev.psld.diffusers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.autodiff.Mode;
import dev.psld.bundle.BundleExport;
import dev.psld.bundle.TinyBundle;
import dev.psld.fault.FaultException;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.ort.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot guide the pipeline sd is refused in a sentence; nothing is left of the import. */
class BadSmallDecoderTest {
    private static Environment environment;

    @TempDir
    Path scratch;

    @BeforeAll
    static void open() {
        environment = Environment.open();
    }

    @AfterAll
    static void close() {
        environment.close();
    }

    /** What is told before minutes are spent on the other graphs. */
    private void refusedAtOnce(Path small, String... words) throws IOException {
        Path pipeline = Pipelines.folder("sd", scratch);
        assertThatThrownBy(() -> DiffusersModel.read(
                        environment,
                        PipelineFolder.find(pipeline),
                        new ImportRequest("bad", "a test", OptionalInt.of(Pipelines.SIZE), Optional.of(small))))
                .isInstanceOf(FaultException.class)
                .hasMessageContainingAll(words);
    }

    private void refused(Path small, String... words) throws IOException {
        Path target = scratch.resolve("models").resolve("bad");
        Path pipeline = Pipelines.folder("sd", scratch);
        assertThatThrownBy(() -> {
                    DiffusersModel model = DiffusersModel.read(
                            environment,
                            PipelineFolder.find(pipeline),
                            new ImportRequest("bad", "a test", OptionalInt.of(Pipelines.SIZE), Optional.of(small)));
                    new BundleExport(environment, Mode.TAPE, line -> {}).export(model, target);
                })
                .isInstanceOf(FaultException.class)
                .hasMessageContainingAll(words);
        if (Files.exists(target.getParent())) {
            try (Stream<Path> left = Files.list(target.getParent())) {
                assertThat(left).isEmpty();
            }
        }
    }

    /** A folder with one convolution and an upsampling, and a configuration. */
    private Path small(int channels, int factor, boolean draws) throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("small"));
        GraphBuilder graph = new GraphBuilder("small", 17);
        graph.input("latent_sample", ElementType.FLOAT, -1, channels, -1, -1);
        String weight =
                graph.constant(Tensor.filled(ElementType.FLOAT, Shape.of(3L * factor * factor, channels, 1, 1), 0.1));
        String wide = graph.emit("Conv", "latent_sample", weight);
        String drawn = draws ? graph.emit("Add", wide, graph.emit("RandomNormalLike", wide)) : wide;
        graph.emitAs("sample", "DepthToSpace", Attributes.of("blocksize", factor), drawn);
        OnnxWriter.write(
                graph.output("sample", ElementType.FLOAT, -1, 3, -1, -1).build(), folder.resolve("model.onnx"));
        Files.writeString(folder.resolve("config.json"), "{\"_class_name\": \"AutoencoderTiny\"}");
        return folder;
    }

    @Test
    void a_folder_that_is_none_or_holds_none() throws IOException {
        refused(scratch.resolve("nowhere"), "there is no folder", "vae_decoder/model.onnx");
    }

    @Test
    void a_file() throws IOException {
        refused(Files.writeString(scratch.resolve("taesd.onnx"), "x"), "is no folder", "config.json");
    }

    @Test
    void an_empty_folder() throws IOException {
        refused(Files.createDirectories(scratch.resolve("empty")), "holds no small decoder");
    }

    @Test
    void one_that_does_not_tell_its_units() throws IOException {
        Path folder = small(4, 2, false);
        Files.delete(folder.resolve("config.json"));
        refused(folder, "config.json is missing", "scale of the small decoder’s latents");
    }

    @Test
    void a_scale_that_is_none() throws IOException {
        Path folder = small(4, 2, false);
        Files.writeString(folder.resolve("config.json"), "{\"scaling_factor\": 0}");
        refused(folder, "scaling_factor 0.0", "above 0");
    }

    @Test
    void latents_of_other_channels() throws IOException {
        refusedAtOnce(small(16, 2, false), "latents of 16 channels", "the model’s have 4", "made for this model");
    }

    @Test
    void pictures_of_another_size() throws IOException {
        refusedAtOnce(small(4, 4, false), "32", "whose own decoder makes", "16");
    }

    @Test
    void one_that_draws() throws IOException {
        refused(small(4, 2, true), "draws random numbers");
    }

    @Test
    void an_export_of_another_fixed_size() throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("fixed"));
        OnnxWriter.write(TinyBundle.guideDecoder(4, 8), folder.resolve("model.onnx"));
        Files.writeString(folder.resolve("config.json"), "{}");
        refusedAtOnce(folder, "1×4×8×8", "is 4 already, not 8", "open sizes");
    }
}
