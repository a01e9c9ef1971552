package dev.psld.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxWriter;
import dev.psld.ort.Environment;
import dev.psld.ort.EnvironmentOptions;
import dev.psld.picture.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricGraphTest {
    @TempDir
    private Path folder;

    /** The mean absolute difference of two pictures of 4×6. */
    static Path difference(Path folder, String name) {
        GraphBuilder graph = new GraphBuilder(name, 17);
        graph.input("a", ElementType.FLOAT, 1, 3, 4, 6);
        graph.input("b", ElementType.FLOAT, 1, 3, 4, 6);
        String apart = graph.emit("Abs", Attributes.NONE, graph.emit("Sub", Attributes.NONE, "a", "b"));
        graph.emitAs("distance", "ReduceMean", Attributes.of("keepdims", 0L), apart);
        graph.output("distance", ElementType.FLOAT);
        Path file = folder.resolve(name + ".onnx");
        OnnxWriter.write(graph.build(), file);
        return file;
    }

    private static Picture plain(int width, int height, float value) {
        float[] samples = new float[3 * width * height];
        java.util.Arrays.fill(samples, value);
        return Picture.rgb(width, height, samples);
    }

    @Test
    void a_graph_of_two_pictures_is_their_distance() {
        Path file = difference(folder, "difference");
        try (Environment environment = Environment.open(EnvironmentOptions.defaults());
                MetricGraph metric = MetricGraph.open("d", file, environment)) {
            assertThat(metric.kind()).isEqualTo(MetricGraph.Kind.DISTANCE);
            assertThat(metric.takes(6, 4)).isTrue();
            assertThat(metric.takes(4, 6)).isFalse();
            assertThat(metric.distance(plain(6, 4, 0.5f), plain(6, 4, -0.25f))).isCloseTo(0.75, within(1e-6));
        }
    }

    @Test
    void what_is_no_metric_is_refused_with_what_one_is() throws IOException {
        GraphBuilder graph = new GraphBuilder("grey", 17);
        graph.input("a", ElementType.FLOAT, 1, 1, 4, 6);
        graph.emitAs("f", "Abs", Attributes.NONE, "a");
        graph.output("f", ElementType.FLOAT, 1, 1, 4, 6);
        Path grey = folder.resolve("grey.onnx");
        OnnxWriter.write(graph.build(), grey);
        Path text = Files.writeString(folder.resolve("text.onnx"), "no graph");
        try (Environment environment = Environment.open(EnvironmentOptions.defaults())) {
            assertThatExceptionOfType(MetricException.class)
                    .isThrownBy(() -> MetricGraph.open("g", grey, environment))
                    .withMessageContaining("is no metric")
                    .withMessageContaining("1×3×height×width");
            assertThatExceptionOfType(MetricException.class)
                    .isThrownBy(() -> MetricFiles.open(text.toString(), environment))
                    .withMessageContaining("is no ONNX file");
            assertThatExceptionOfType(MetricException.class)
                    .isThrownBy(() -> MetricFiles.open("no-such", environment))
                    .withMessageContaining("there is no metric no-such");
        }
    }

    @Test
    void a_distance_is_called_lpips_only_if_its_graph_is() {
        Path other = difference(folder, "difference");
        try (Environment environment = Environment.open(EnvironmentOptions.defaults())) {
            assertThatExceptionOfType(MetricException.class)
                    .isThrownBy(() -> MetricFiles.add(other, Optional.of("my-LPIPS"), environment))
                    .withMessageContaining("does not say that it is LPIPS");
            assertThatExceptionOfType(MetricException.class)
                    .isThrownBy(() -> MetricFiles.add(other, Optional.of("../x"), environment))
                    .withMessageContaining("cannot be called");
        }
    }
}
