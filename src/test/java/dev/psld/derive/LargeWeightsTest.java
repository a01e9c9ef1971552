package dev.psld.derive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.Graph;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import dev.psld.graph.WeightFile;
import dev.psld.ort.Environment;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of many weights are prepared without reading or copying them. */
class LargeWeightsTest {
    /** 8200² numbers are 269 MB. */
    private static final int WIDTH = 8200;

    @TempDir
    private Path folder;

    @Test
    void weightsStayMappedWhereTheyAreAndShapesAreInferredAndFolded() throws IOException {
        Path model = model();
        try (Environment environment = Environment.open();
                Stream<Path> before = Files.list(folder)) {
            long files = before.count();
            Graph prepared = new Preparation(environment).prepare(model, Map.of());
            Tensor weight = Objects.requireNonNull(prepared.constants().get("w"));
            assertThat(weight.data().isDirect()).as("mapped, not copied").isTrue();
            assertThat(weight.data().asFloatBuffer().get(7)).isEqualTo(5f);
            assertThat(prepared.inputs()).extracting(v -> v.name()).containsExactly("x");
            assertThat(prepared.nodes()).noneMatch(n -> n.op().equals("Shape"));
            assertThat(prepared.nodes())
                    .allMatch(n -> prepared.shape(n.output()).isStatic());
            assertThat(new Preparation(environment)
                            .prepare(prepared)
                            .constants()
                            .get("w"))
                    .isSameAs(weight);
            try (Stream<Path> after = Files.list(folder)) {
                assertThat(after.count()).isEqualTo(files);
            }
        }
    }

    /** y = reshape(x·w, shape of x) with a sparse file of weights, all 0 but one. */
    private Path model() throws IOException {
        GraphBuilder graph = new GraphBuilder("wide", 17);
        graph.input("x", ElementType.FLOAT, 1, WIDTH);
        graph.constant("w", new Tensor(ElementType.FLOAT, Shape.of(WIDTH, WIDTH), sparse()));
        String product = graph.emit("MatMul", "x", "w");
        graph.emitAs("y", "Reshape", Attributes.NONE, product, graph.emit("Shape", "x"));
        graph.output("y", ElementType.FLOAT, 1, WIDTH);
        Path file = folder.resolve("wide.onnx");
        OnnxWriter.write(graph.build(), file, new WeightFile(folder.resolve("weights.bin")));
        return file;
    }

    private ByteBuffer sparse() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("weights.bin").toFile(), "rw")) {
            file.setLength(4L * WIDTH * WIDTH);
            ByteBuffer whole = file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, 4L * WIDTH * WIDTH);
            whole.order(ByteOrder.LITTLE_ENDIAN).putFloat(4 * 7, 5f);
            return whole;
        }
    }
}
