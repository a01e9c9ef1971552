package dev.psld.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.psld.autodiff.Mode;
import dev.psld.derive.ModelException;
import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.Node;
import dev.psld.graph.OnnxReader;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.ort.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchedGraphsTest {
    private static Environment environment;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        environment = Environment.open();
    }

    @AfterAll
    static void close() {
        environment.close();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void every_graph_takes_several_pictures_and_is_made_once(Mode mode) throws IOException {
        Bundle bundle = TinyBundle.export(environment, folder, mode);
        Path cache = folder.resolve("cache");
        BatchedGraphs graphs = BatchedGraphs.of(environment, bundle, 3, cache);
        Object made = Files.getLastModifiedTime(graphs.pullback("unet"));
        assertThat(OnnxReader.read(graphs.forward("decoder")).shape("x")).isEqualTo(Shape.of(3, 3, 16, 16));
        assertThat(OnnxReader.read(graphs.pullback("decoder")).shape("z_cotangent"))
                .isEqualTo(Shape.of(3, 4, 4, 4));
        assertThat(OnnxReader.read(graphs.forward("unet")).shape("t")).isEqualTo(Shape.of(1));
        for (String role : Role.LATENT_DIFFUSION) {
            // Made again from the files, so that what is stored is what was proven.
            assertThatCode(() -> new BatchProof(environment).check(graphs, role))
                    .doesNotThrowAnyException();
            Path weights = graphs.folder().resolve(role + ".bin");
            assertThat(Files.isSameFile(weights, bundle.folder().resolve(role + ".bin")))
                    .as("weights of the " + role + " are linked")
                    .isTrue();
        }
        BatchedGraphs.of(environment, bundle, 3, cache);
        assertThat(Files.getLastModifiedTime(graphs.pullback("unet"))).isEqualTo(made);
        Files.write(graphs.pullback("unet"), new byte[] {1});
        BatchedGraphs.of(environment, bundle, 3, cache);
        assertThat(Files.size(graphs.pullback("unet"))).isGreaterThan(1);
        assertThat(cache.toFile().list()).hasSize(1);
    }

    @Test
    void a_net_that_mixes_pictures_is_refused() throws IOException {
        Path source = TinyBundle.source(folder.resolve("forward"));
        Path unet = source.resolve("unet.onnx");
        OnnxWriter.write(mixing(OnnxReader.read(unet)), unet);
        Bundle bundle = new BundleExport(environment, Mode.TAPE, line -> {}).export(source, folder.resolve("mixing"));
        assertThatThrownBy(() -> BatchedGraphs.of(environment, bundle, 2, folder.resolve("cache")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("the unet does not treat pictures apart")
                .hasMessageContaining("prediction");
        assertThat(folder.resolve("cache").toFile().list()).isEmpty();
    }

    @Test
    void a_shape_that_is_computed_is_refused() {
        GraphBuilder builder = new GraphBuilder("computed", 17);
        String x = builder.input("x", ElementType.FLOAT, 1, 4);
        builder.emitAs("y", "Reshape", Attributes.NONE, x, builder.emit("Shape", x));
        Graph graph = builder.output("y", ElementType.FLOAT, 1, 4).build();
        assertThatThrownBy(() -> Rebatch.of(graph, List.of("x"), List.of("y"), 2))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("takes its shape from a computation");
    }

    /** The same net with the mean over its pictures added: for one picture it is twice the net. */
    private static Graph mixing(Graph net) {
        GraphBuilder builder = new GraphBuilder(net.name(), net.opset());
        net.inputs().forEach(builder::input);
        net.constants().forEach(builder::constant);
        for (Node node : net.nodes()) {
            List<String> outputs = node.outputs().stream()
                    .map(o -> o.equals("prediction") ? "apart" : o)
                    .toList();
            builder.add(new Node(node.name(), node.op(), node.domain(), node.inputs(), outputs, node.attributes()));
        }
        String mean = builder.emit("ReduceMean", Attributes.of("axes", new long[] {0}), "apart");
        builder.emitAs("prediction", "Add", Attributes.NONE, "apart", mean);
        return builder.output(net.value("prediction")).build();
    }
}
