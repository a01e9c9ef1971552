package dev.psld.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.psld.graph.Attributes;
import dev.psld.graph.ElementType;
import dev.psld.graph.GraphBuilder;
import dev.psld.graph.OnnxWriter;
import dev.psld.graph.Shape;
import dev.psld.graph.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators from a user's ONNX files. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CustomTest {
    private static final Shape IMAGE = Shape.of(1, 3, 8, 6);

    @TempDir
    Path folder;

    @Test
    void a_nonlinear_file_measures_and_is_lifted_by_the_identity() {
        Path file = write(tone("photo", "toned", ElementType.FLOAT, 17, 1, 3, 8, 6), "tone.onnx");
        MeasurementOperator operator = Custom.of(IMAGE, file, Optional.empty(), GraphSource.PLAIN);
        Tensor x = OrtRun.uniform(IMAGE, 1);
        float[] y = OrtRun.measure(operator, x).toFloats();
        for (int i = 0; i < y.length; i++) {
            assertThat(y[i]).isCloseTo((float) Math.tanh(2 * x.toFloats()[i]), within(1e-5f));
        }
        assertThat(OrtRun.lift(operator, x)).isEqualTo(x);
        assertThat(operator.exact()).isFalse();
    }

    @Test
    void a_file_that_changes_the_shape_takes_its_lift_from_a_second_file() {
        Path file = write(row("a", "in", "out", new long[] {1, 3, 8, 6}, new long[] {1, 1, 24, 6}), "a.onnx");
        Path back = write(row("t", "m", "image", new long[] {1, 1, 24, 6}, new long[] {1, 3, 8, 6}), "t.onnx");
        MeasurementOperator operator = Custom.of(IMAGE, file, Optional.of(back), GraphSource.PLAIN);
        Tensor x = OrtRun.uniform(IMAGE, 1);
        assertThat(OrtRun.measure(operator, x).shape()).isEqualTo(Shape.of(1, 1, 24, 6));
        assertThat(OrtRun.lift(operator, OrtRun.measure(operator, x))).isEqualTo(x);
        assertThat(Custom.of(IMAGE, file, Optional.empty(), GraphSource.PLAIN).lift())
                .isEmpty();
        assertThatThrownBy(() ->
                        GlueForward.graph(Custom.of(IMAGE, file, Optional.empty(), GraphSource.PLAIN), true, false))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("second ONNX file");
        assertThat(GlueForward.graph(Custom.of(IMAGE, file, Optional.empty(), GraphSource.PLAIN), false, false)
                        .outputs())
                .hasSize(2);
    }

    @Test
    void a_file_of_open_size_is_fixed_by_its_source() {
        Path file = write(tone("photo", "toned", ElementType.FLOAT, 17, 1, 3, -1, -1), "open.onnx");
        GraphSource source = (path, shape) ->
                tone("photo", "toned", ElementType.FLOAT, 17, shape.toArray()).build();
        assertThat(Custom.of(IMAGE, file, Optional.empty(), source).measurementShape())
                .isEqualTo(IMAGE);
    }

    @Test
    void a_file_for_another_shape_is_refused() {
        refused(tone("x", "y", ElementType.FLOAT, 17, 1, 3, 16, 16), "[1×3×16×16]");
        refused(tone("x", "y", ElementType.FLOAT, 17, 3, 8, 6), "[1×3×8×6]");
    }

    @Test
    void two_inputs_or_outputs_are_refused() {
        GraphBuilder two = tone("x", "y", ElementType.FLOAT, 17, 1, 3, 8, 6);
        two.output("x", ElementType.FLOAT, 1, 3, 8, 6);
        refused(two, "2 outputs");
        GraphBuilder more = tone("x", "y", ElementType.FLOAT, 17, 1, 3, 8, 6);
        more.input("strength", ElementType.FLOAT, 1);
        refused(more, "2 inputs");
    }

    @Test
    void other_types_old_opsets_and_open_outputs_are_refused() {
        GraphBuilder bytes = new GraphBuilder("bytes", 17);
        bytes.input("x", ElementType.UINT8, 1, 3, 8, 6);
        bytes.emitAs("y", "Cast", Attributes.of("to", 1), "x");
        refused(bytes.output("y", ElementType.FLOAT, 1, 3, 8, 6), "UINT8");
        refused(tone("x", "y", ElementType.DOUBLE, 17, 1, 3, 8, 6), "DOUBLE");
        refused(tone("x", "y", ElementType.FLOAT, 11, 1, 3, 8, 6), "13 or later");
        GraphBuilder open = new GraphBuilder("open", 17);
        open.input("x", ElementType.FLOAT, 1, 3, 8, 6);
        open.emitAs("y", "Tanh", Attributes.NONE, "x");
        refused(open.output("y", ElementType.FLOAT, 1, 3, -1, -1), "fixed sizes");
    }

    @Test
    void a_file_that_is_none_is_refused() throws IOException {
        assertThatThrownBy(() -> Custom.of(IMAGE, folder.resolve("none.onnx"), Optional.empty(), GraphSource.PLAIN))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("none.onnx is not a file");
        Path text = Files.writeString(folder.resolve("text.onnx"), "hello");
        assertThatThrownBy(() -> Custom.of(IMAGE, text, Optional.empty(), GraphSource.PLAIN))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("text.onnx");
    }

    private void refused(GraphBuilder graph, String words) {
        Path file = write(graph, "refused.onnx");
        assertThatThrownBy(() -> Custom.of(IMAGE, file, Optional.empty(), GraphSource.PLAIN))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(words);
    }

    private Path write(GraphBuilder graph, String name) {
        Path file = folder.resolve(name);
        OnnxWriter.write(graph.build(), file);
        return file;
    }

    /** y = tanh 2x. */
    static GraphBuilder tone(String input, String output, ElementType type, long opset, long... dims) {
        GraphBuilder graph = new GraphBuilder("tone", opset);
        graph.input(input, type, dims);
        String two = graph.constant("two", Tensor.scalar(type, 2));
        String twice = graph.emit("Mul", input, two);
        graph.emitAs(output, "Tanh", Attributes.NONE, twice);
        return graph.output(output, type, dims);
    }

    private static GraphBuilder row(String name, String input, String output, long[] from, long[] to) {
        GraphBuilder graph = new GraphBuilder(name, 17);
        graph.input(input, ElementType.FLOAT, from);
        graph.emitAs(output, "Reshape", Attributes.NONE, input, graph.vector(to));
        return graph.output(output, ElementType.FLOAT, to);
    }
}
