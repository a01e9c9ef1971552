package dev.psld.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.autodiff.Mode;
import dev.psld.derive.ModelException;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.Value;
import dev.psld.ort.Environment;
import dev.psld.ort.Session;
import dev.psld.ort.SessionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Denoisers whose batch, height and width are open and have names, as exporters write them: without types of what is between. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AnySizeExportTest {
    private static final List<String> NAMES = List.of("batch", "", "height", "width");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "FLOAT16"})
    void open_sizes_keep_their_names(ElementType type) throws IOException {
        try (Environment environment = Environment.open()) {
            Bundle bundle = new BundleExport(environment, Mode.TAPE, line -> {}).export(source(type), bundle());
            Path file = bundle.forward(Role.DENOISER);
            Graph graph = OnnxReader.read(file);
            Shape open = Shape.of(-1, 3, -1, -1);
            assertThat(graph.inputs())
                    .containsExactly(
                            new Value("x", ElementType.FLOAT, open, NAMES),
                            new Value("sigma", ElementType.FLOAT, Shape.of(-1), List.of("batch")));
            assertThat(graph.outputs()).containsExactly(new Value("denoised", ElementType.FLOAT, open, NAMES));
            try (Session session = environment.session(
                    file,
                    SessionOptions.defaults().withFreeDimensions(Map.of("batch", 1L, "height", 1L, "width", 2L)))) {
                assertThat(session.evaluate(Map.of("x", new float[] {1, 2, 3, 4, 5, 6}, "sigma", new float[] {1}))
                                .get("denoised"))
                        .containsExactly(0.5f, 1, 1.5f, 2, 2.5f, 3);
            }
        }
    }

    @Test
    void half_precision_is_not_made_of_it() throws IOException {
        try (Environment environment = Environment.open()) {
            BundleExport halves = new BundleExport(environment, Mode.TAPE, line -> {}).in(Manifest.Precision.FP16);
            Path source = source(ElementType.FLOAT);
            assertThatThrownBy(() -> halves.export(source, bundle()))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("denoiser.onnx takes any size")
                    .hasMessageContaining("leave the precision out");
            assertThat(bundle()).doesNotExist();
            assertThat(halves.export(source(ElementType.FLOAT16), bundle())
                            .manifest()
                            .precision())
                    .isEqualTo(Manifest.Precision.FP16);
        }
    }

    private Path bundle() {
        return folder.resolve("bundle");
    }

    /** x/(1 + σ). */
    private Path source(ElementType type) throws IOException {
        GraphBuilder b = new GraphBuilder("denoiser", 17);
        b.input(new Value("x", type, Shape.of(-1, 3, -1, -1), NAMES));
        b.input(new Value("sigma", type, Shape.of(-1), List.of("batch")));
        b.constant("one", Tensor.real(type, Shape.of(1), 1));
        b.emitAs("more", "Add", Attributes.NONE, "sigma", "one");
        b.emitAs("wide", "Unsqueeze", Attributes.NONE, "more", b.vector(1, 2, 3));
        b.emitAs("denoised", "Div", Attributes.NONE, "x", "wide");
        b.output(new Value("denoised", type, Shape.of(-1, 3, -1, -1), NAMES));
        Path source = Files.createDirectories(folder.resolve("forward-" + type));
        OnnxWriter.write(b.build(), source.resolve("denoiser.onnx"));
        Files.writeString(source.resolve("model.json"), """
                {"name": "open", "licence": "none", "source": "here", "image": [3, 64, 64],
                 "anySize": {"multiple": 8, "overlap": 16}, "graphs": {"denoiser": {"differentiate": false}}}
                """);
        return source;
    }
}
